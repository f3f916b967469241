"""Writes the backbone as a tfjs GraphModel, directly: no TensorFlow, no converter.

Inputs: image [1, H, W, 3] in 0..255 and p8, p16, p32 [cells, pixels]; output: embedding [cells, 1232]. Weights are fp16
by the manifest's quantisation, which tfjs widens when it loads. Also reads such files back into weights.
"""

from __future__ import annotations

import base64
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.architecture import (
    BLOCKS,
    EXPANSION_TAPS,
    FEATURES,
    POOLS,
    STEM,
    Conv,
    Weights,
    check_weights,
    convolutions,
)
from quadrat_trainer.contract.package import InputSpec
from quadrat_trainer.errors import data_error

IMAGE, EMBEDDING = "image", "embedding"
FLOAT = {"type": "DT_FLOAT"}
MODEL_FILE, WEIGHTS_FILE = "model.json", "weights.bin"


def _string(text: str) -> dict[str, str]:
    return {"s": base64.b64encode(text.encode()).decode()}


def _ints(values: list[int]) -> dict[str, Any]:
    return {"list": {"i": [str(value) for value in values]}}


def _shape(dims: tuple[int, ...]) -> dict[str, Any]:
    return {"dim": [{"size": str(dim)} for dim in dims]}


class _Graph:
    """Nodes and weights in writing order."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.specs: list[dict[str, Any]] = []
        self.data: list[bytes] = []
        self.inputs: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}

    def node(self, op: str, name: str, inputs: list[str], **attr: object) -> str:
        self.nodes.append({"name": name, "op": op, "input": inputs, "attr": attr})
        return name

    def placeholder(self, name: str, dims: tuple[int, ...]) -> str:
        self.inputs[name] = {"name": name, "dtype": "DT_FLOAT", "tensorShape": _shape(dims)}
        return self.node("Placeholder", name, [], dtype=FLOAT, shape={"shape": _shape(dims)})

    def constant(self, name: str, value: NDArray[np.float32] | NDArray[np.int32]) -> str:
        """A constant; floats are stored as fp16 and must be representable in it."""
        spec: dict[str, Any] = {"name": name, "shape": list(value.shape)}
        if value.dtype == np.float32:
            half = value.astype("<f2")
            if not np.array_equal(half.astype(np.float32), value):
                raise ValueError(f"constant {name} is not representable in fp16: round before exporting")
            spec |= {"dtype": "float32", "quantization": {"dtype": "float16", "original_dtype": "float32"}}
            self.data.append(half.tobytes())
            dtype = "DT_FLOAT"
        else:
            spec |= {"dtype": "int32"}
            self.data.append(value.astype("<i4").tobytes())
            dtype = "DT_INT32"
        self.specs.append(spec)
        tensor = {"tensor": {"dtype": dtype, "tensorShape": _shape(value.shape)}}
        return self.node("Const", name, [], dtype={"type": dtype}, value=tensor)

    def conv(self, x: str, conv: Conv, weights: Weights) -> str:
        weight = weights[f"{conv.name}/w"]
        # depthwise [C, 1, kh, kw] to [kh, kw, C, 1]; others OIHW to HWIO
        layout = (2, 3, 0, 1) if conv.depthwise else (2, 3, 1, 0)
        inputs = [
            x,
            self.constant(f"{conv.name}/w", weight.transpose(layout)),
            self.constant(f"{conv.name}/b", weights[f"{conv.name}/b"]),
        ]
        fused = ["BiasAdd", "Relu6"] if conv.relu6 else ["BiasAdd"]
        return self.node(
            "FusedDepthwiseConv2dNative" if conv.depthwise else "_FusedConv2D",
            conv.name,
            inputs,
            T=FLOAT,
            strides=_ints([1, conv.stride, conv.stride, 1]),
            dilations=_ints([1, 1, 1, 1]),
            padding=_string("SAME"),
            explicit_paddings=_ints([]),
            data_format=_string("NHWC"),
            num_args={"i": "1"},
            epsilon={"f": 0.0},
            fused_ops={"list": {"s": [_string(op)["s"] for op in fused]}},
        )

    def backbone(self, x: str, weights: Weights) -> list[str]:
        """Feature maps in the order of POOLS."""
        x = self.conv(x, STEM, weights)
        maps: list[str] = []
        for i, block in enumerate(BLOCKS):
            y = self.conv(x, block.expand, weights) if block.expand is not None else x
            if i in EXPANSION_TAPS:
                maps.append(y)
            y = self.conv(self.conv(y, block.depthwise, weights), block.project, weights)
            x = self.node("AddV2", f"b{i}/add", [x, y], T=FLOAT) if block.skip else y
        return [*maps, x]


def write_graph(weights: Weights, spec: InputSpec) -> tuple[bytes, bytes]:
    """Bytes of model.json and of weights.bin; the same weights give the same bytes."""
    check_weights(weights)
    graph = _Graph()
    x = graph.placeholder(IMAGE, (-1, -1, -1, 3))
    x = graph.node("Sub", "centre", [x, graph.constant("mean", np.array(spec.mean, np.float32))], T=FLOAT)
    x = graph.node("Mul", "norm", [x, graph.constant("istd", np.array(1 / spec.std, np.float32))], T=FLOAT)
    pooled: list[str] = []
    for pool, maps in zip(POOLS, graph.backbone(x, weights), strict=True):
        matrix = graph.placeholder(pool.input, (-1, -1))
        shape = graph.constant(f"flat{pool.stride}/shape", np.array([-1, pool.channels], np.int32))
        flat = graph.node("Reshape", f"flat{pool.stride}", [maps, shape], T=FLOAT, Tshape={"type": "DT_INT32"})
        no = {"b": False}
        name = f"pool{pool.stride}"
        pooled.append(graph.node("MatMul", name, [matrix, flat], T=FLOAT, transpose_a=no, transpose_b=no))
    axis = graph.constant("axis", np.array(1, np.int32))
    count = {"i": str(len(pooled))}
    graph.node("ConcatV2", EMBEDDING, [*pooled, axis], T=FLOAT, N=count, Tidx={"type": "DT_INT32"})
    graph.outputs[EMBEDDING] = {"name": EMBEDDING, "dtype": "DT_FLOAT", "tensorShape": _shape((-1, FEATURES))}
    model = {
        "format": "graph-model",
        "generatedBy": "quadrat",
        "convertedBy": "quadrat_trainer.tfjs",
        "signature": {"inputs": graph.inputs, "outputs": graph.outputs},
        "modelTopology": {"node": graph.nodes, "library": {}, "versions": {"producer": 1, "minConsumer": 12}},
        "weightsManifest": [{"paths": [WEIGHTS_FILE], "weights": graph.specs}],
    }
    return msgspec.json.encode(model), b"".join(graph.data)


class _Quantization(msgspec.Struct):
    dtype: str


class _Spec(msgspec.Struct):
    name: str
    shape: list[int]
    dtype: str
    quantization: _Quantization | None = None


class _Group(msgspec.Struct):
    weights: list[_Spec]


class _Model(msgspec.Struct):
    weights_manifest: list[_Group] = msgspec.field(name="weightsManifest")


def read_weights(model_json: bytes, weights_bin: bytes) -> Weights:
    """Backbone weights out of a package's tfjs files. Raises DATA when they are not this architecture's."""
    found: dict[str, NDArray[np.float32]] = {}
    offset = 0
    try:
        for spec in msgspec.json.decode(model_json, type=_Model).weights_manifest[0].weights:
            half = spec.quantization is not None and spec.quantization.dtype == "float16"
            dtype = np.dtype("<f2" if half else {"float32": "<f4", "int32": "<i4"}[spec.dtype])
            count = int(np.prod(spec.shape, dtype=np.int64))
            value = np.frombuffer(weights_bin, dtype, count, offset).reshape(spec.shape)
            offset += count * dtype.itemsize
            found[spec.name] = value.astype(np.float32)
        weights: Weights = {}
        for conv in convolutions():
            layout = (2, 3, 0, 1) if conv.depthwise else (3, 2, 0, 1)
            weights[f"{conv.name}/w"] = np.ascontiguousarray(found[f"{conv.name}/w"].transpose(layout))
            weights[f"{conv.name}/b"] = found[f"{conv.name}/b"]
        check_weights(weights)
    except (msgspec.DecodeError, KeyError, IndexError, ValueError) as error:
        raise data_error(f"the package's tfjs files do not hold an EfficientNet-Lite0 backbone: {error}") from error
    return weights
