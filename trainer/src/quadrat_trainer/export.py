"""Exports trained weights to the files that a package ships."""

from __future__ import annotations

from quadrat_trainer.architecture import Weights
from quadrat_trainer.contract.package import InputSpec
from quadrat_trainer.onnx_graph import write_onnx
from quadrat_trainer.package import BackboneFiles
from quadrat_trainer.tfjs import write_graph


def export_backbone(weights: Weights, spec: InputSpec) -> BackboneFiles:
    """ONNX and tfjs files of weights that are already rounded to fp16; the same weights give the same bytes."""
    model, data = write_graph(weights, spec)
    return BackboneFiles(onnx=write_onnx(weights, spec), tfjs_model=model, tfjs_weights=data)
