"""Writes the backbone as ONNX with the same inputs and output as the tfjs graph; head and calibration stay outside.

Weights are stored as fp16 and cast when the session starts, so the file is half as large and computes the same network.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

from quadrat_trainer.architecture import (
    BLOCKS,
    EXPANSION_TAPS,
    FEATURES,
    POOLS,
    STEM,
    Conv,
    Weights,
    check_weights,
)
from quadrat_trainer.contract.package import InputSpec
from quadrat_trainer.tfjs import EMBEDDING, IMAGE

OPSET, IR_VERSION = 17, 9


class _Graph:
    """Nodes and initialisers in writing order."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.initializers: list[TensorProto] = []

    def node(self, op: str, inputs: list[str], name: str, **attributes: Any) -> str:  # noqa: ANN401 - ints, lists
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def constant(self, name: str, value: NDArray[np.float32] | NDArray[np.int64]) -> str:
        self.initializers.append(numpy_helper.from_array(value, name))
        return name

    def half(self, name: str, value: NDArray[np.float32]) -> str:
        """A float constant that is stored as fp16."""
        stored = np.ascontiguousarray(value.astype(np.float16))
        self.initializers.append(numpy_helper.from_array(stored, f"{name}/half"))
        return self.node("Cast", [f"{name}/half"], name, to=TensorProto.FLOAT)

    def conv(self, x: str, conv: Conv, weights: Weights) -> str:
        before, after = conv.padding
        inputs = [x, *(self.half(name, weights[name]) for name in (f"{conv.name}/w", f"{conv.name}/b"))]
        y = self.node(
            "Conv",
            inputs,
            f"{conv.name}/conv",
            kernel_shape=[conv.kernel, conv.kernel],
            strides=[conv.stride, conv.stride],
            pads=[before, before, after, after],
            group=conv.channels_in if conv.depthwise else 1,
        )
        return self.node("Clip", [y, "zero", "six"], f"{conv.name}/relu6") if conv.relu6 else y

    def backbone(self, x: str, weights: Weights) -> list[str]:
        """Feature maps in the order of POOLS."""
        x = self.conv(x, STEM, weights)
        maps: list[str] = []
        for i, block in enumerate(BLOCKS):
            y = self.conv(x, block.expand, weights) if block.expand is not None else x
            if i in EXPANSION_TAPS:
                maps.append(y)
            y = self.conv(self.conv(y, block.depthwise, weights), block.project, weights)
            x = self.node("Add", [x, y], f"b{i}/add") if block.skip else y
        return [*maps, x]


def write_onnx(weights: Weights, spec: InputSpec) -> bytes:
    """Bytes of model.onnx; the same weights give the same bytes."""
    check_weights(weights)
    graph = _Graph()
    graph.constant("zero", np.array(0, np.float32))
    graph.constant("six", np.array(6, np.float32))
    x = graph.node("Sub", [IMAGE, graph.constant("mean", np.array(spec.mean, np.float32))], "centre")
    x = graph.node("Mul", [x, graph.constant("istd", np.array(1 / spec.std, np.float32))], "norm")
    x = graph.node("Transpose", [x], "nchw", perm=[0, 3, 1, 2])
    inputs = [helper.make_tensor_value_info(IMAGE, TensorProto.FLOAT, [1, "height", "width", 3])]
    pooled: list[str] = []
    for pool, maps in zip(POOLS, graph.backbone(x, weights), strict=True):
        inputs.append(helper.make_tensor_value_info(pool.input, TensorProto.FLOAT, ["cells", pool.input + "_pixels"]))
        shape = graph.constant(f"flat{pool.stride}/shape", np.array([pool.channels, -1], np.int64))
        flat = graph.node("Reshape", [maps, shape], f"flat{pool.stride}")
        flat = graph.node("Transpose", [flat], f"flat{pool.stride}/t", perm=[1, 0])
        pooled.append(graph.node("MatMul", [pool.input, flat], f"pool{pool.stride}"))
    graph.node("Concat", pooled, EMBEDDING, axis=1)
    output = helper.make_tensor_value_info(EMBEDDING, TensorProto.FLOAT, ["cells", FEATURES])
    built = helper.make_graph(graph.nodes, "quadrat-backbone", inputs, [output], graph.initializers)
    model: ModelProto = helper.make_model(
        built,
        producer_name="quadrat_trainer",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)
