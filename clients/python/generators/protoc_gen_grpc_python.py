"""Writes the stubs of gRPC as a plugin, the way buf runs generators: grpcio-tools has them only within its protoc."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc


def generate(request: CodeGeneratorRequest, directory: Path) -> CodeGeneratorResponse:
    """Runs the protoc of grpcio-tools over the files of the request, in a directory of its own."""
    descriptors = directory / "descriptors.binpb"
    descriptors.write_bytes(FileDescriptorSet(file=request.proto_file).SerializeToString())
    output = directory / "output"
    output.mkdir()
    words = [f"--descriptor_set_in={descriptors}", f"--grpc_python_out={output}", *request.file_to_generate]
    if protoc.main(["protoc", *words]) != 0:
        return CodeGeneratorResponse(error="The protoc of grpcio-tools failed.")
    written = sorted(path for path in output.rglob("*.py"))
    return CodeGeneratorResponse(
        supported_features=CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL,
        file=[
            CodeGeneratorResponse.File(name=path.relative_to(output).as_posix(), content=path.read_text())
            for path in written
        ],
    )


if __name__ == "__main__":
    asked = CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    with TemporaryDirectory() as name:
        sys.stdout.buffer.write(generate(asked, Path(name)).SerializeToString())
