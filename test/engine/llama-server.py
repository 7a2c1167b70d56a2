"""Runs llama.cpp's own HTTP server, which the wheel `xllamacpp` brings compiled, until standard input ends.

It takes those options of `llama-server` that the tests use, by the same names, so that a `llama-server` of any other
origin can stand in its place.
"""

import argparse
import sys

from xllamacpp import CommonParams, Server, llama_pooling_type

options = argparse.ArgumentParser(description=__doc__)
options.add_argument('--model', required=True)
options.add_argument('--alias', required=True)
options.add_argument('--host', default='127.0.0.1')
options.add_argument('--port', type=int, default=8080, help='0: any that is free')
options.add_argument('--ctx-size', type=int, default=4096, help='for all slots together')
options.add_argument('--parallel', type=int, default=1, help='how many slots')
options.add_argument('--threads', type=int, default=1)
options.add_argument('--embeddings', action='store_true')
options.add_argument('--pooling', choices=['mean'])
options.add_argument('--api-key')
options.add_argument('--slots', action='store_true')
options.add_argument('--metrics', action='store_true')
chosen = options.parse_args()

params = CommonParams()
params.model.path = chosen.model
params.model_alias = {chosen.alias}
params.hostnames = [chosen.host]
params.port = chosen.port
params.n_ctx = chosen.ctx_size
params.n_parallel = chosen.parallel
params.cpuparams.n_threads = chosen.threads
params.embedding = chosen.embeddings
if chosen.pooling == 'mean':
    params.pooling_type = llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
if chosen.api_key:
    params.api_keys = [chosen.api_key]
params.endpoint_slots = chosen.slots
params.endpoint_metrics = chosen.metrics
params.use_jinja = True

server = Server(params)
sys.stdin.read()
