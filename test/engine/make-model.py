"""Writes a language model that knows nothing, in the GGUF format: make-model.py <file>

Two layers of the llama architecture with random weights, 0.5 MB. It is quick and says nonsense, yet to the server it is a
model like any other: with a tokenizer, a chat template that offers tools, and a context of 32,768 tokens. Its text is
made of printable characters and a few words, and it hardly ever ends by itself.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import random
import struct
import sys
from array import array

WIDTH, HEADS, LAYERS, FEED_FORWARD, CONTEXT = 64, 4, 2, 128, 32768
ALIGNMENT = 32
WORDS = 'a the one two red blue small large tree river stone cloud bird song moon light'.split()

# Types of tokens and of metadata, by their numbers in the format.
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
SCALARS = {UINT32: '<I', INT32: '<i', FLOAT32: '<f', BOOL: '<?'}

MARKS = [
    ('<unk>', UNKNOWN),
    ('<s>', CONTROL),
    ('<|im_end|>', CONTROL),
    ('<|im_start|>', CONTROL),
    ('<tool_call>', USER_DEFINED),
    ('</tool_call>', USER_DEFINED),
]
BYTES = [(f'<0x{byte:02X}>', BYTE) for byte in range(256)]
# The tokenizer writes a space as this block.
TEXT = [(chr(code), NORMAL) for code in range(0x21, 0x7F)] + [('\u2581', NORMAL)] + [(f'\u2581{word}', NORMAL) for word in WORDS]
TOKENS = MARKS + BYTES + TEXT

TEMPLATE = """
{%- if tools %}<|im_start|>system
Tools: <tools>
{%- for tool in tools %}
{{ tool | tojson }}
{%- endfor %}
</tools>
Call one so: <tool_call>{"name": <name>, "arguments": <arguments>}</tool_call><|im_end|>
{% endif %}
{%- for message in messages %}
{{- '<|im_start|>' + message.role + '\\n' }}
{%- if message.content %}{{ message.content }}{% endif %}
{%- for call in message.tool_calls or [] %}
{{- '<tool_call>{"name": "' + call.function.name + '", "arguments": ' }}
{{- call.function.arguments | tojson }}
{{- '}</tool_call>' }}
{%- endfor %}
{{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""

METADATA = [
    ('general.architecture', STRING, 'llama'),
    ('general.name', STRING, 'tiny'),
    ('llama.context_length', UINT32, CONTEXT),
    ('llama.embedding_length', UINT32, WIDTH),
    ('llama.block_count', UINT32, LAYERS),
    ('llama.feed_forward_length', UINT32, FEED_FORWARD),
    ('llama.attention.head_count', UINT32, HEADS),
    ('llama.attention.layer_norm_rms_epsilon', FLOAT32, 1e-5),
    ('llama.rope.dimension_count', UINT32, WIDTH // HEADS),
    ('tokenizer.ggml.model', STRING, 'llama'),
    ('tokenizer.ggml.tokens', ARRAY, (STRING, [text for text, _ in TOKENS])),
    ('tokenizer.ggml.token_type', ARRAY, (INT32, [kind for _, kind in TOKENS])),
    ('tokenizer.ggml.scores', ARRAY, (FLOAT32, [0.0] * len(TOKENS))),
    ('tokenizer.ggml.unknown_token_id', UINT32, 0),
    ('tokenizer.ggml.bos_token_id', UINT32, 1),
    ('tokenizer.ggml.eos_token_id', UINT32, 2),
    ('tokenizer.ggml.add_space_prefix', BOOL, False),
    ('tokenizer.chat_template', STRING, TEMPLATE),
]

chance = random.Random(7)


def random_matrix(rows, columns):
    return [chance.gauss(0, columns**-0.5) for _ in range(rows * columns)]


def tensors():
    """Names, shapes with the fastest dimension first, and values."""
    yield 'token_embd.weight', (WIDTH, len(TOKENS)), random_matrix(len(TOKENS), WIDTH)
    # Marks and lone bytes have no weight, so that what is sampled freely is text.
    silent = [0.0] * (WIDTH * len(MARKS + BYTES))
    yield 'output.weight', (WIDTH, len(TOKENS)), silent + random_matrix(len(TEXT), WIDTH)
    yield 'output_norm.weight', (WIDTH,), [1.0] * WIDTH
    for layer in range(LAYERS):
        for name in ('attn_norm', 'ffn_norm'):
            yield f'blk.{layer}.{name}.weight', (WIDTH,), [1.0] * WIDTH
        for name in ('attn_q', 'attn_k', 'attn_v', 'attn_output'):
            yield f'blk.{layer}.{name}.weight', (WIDTH, WIDTH), random_matrix(WIDTH, WIDTH)
        for name in ('ffn_gate', 'ffn_up'):
            yield f'blk.{layer}.{name}.weight', (WIDTH, FEED_FORWARD), random_matrix(FEED_FORWARD, WIDTH)
        yield f'blk.{layer}.ffn_down.weight', (FEED_FORWARD, WIDTH), random_matrix(WIDTH, FEED_FORWARD)


def string_bytes(text):
    data = text.encode()
    return struct.pack('<Q', len(data)) + data


def value_bytes(kind, value):
    if kind == STRING:
        return string_bytes(value)
    if kind == ARRAY:
        item_kind, items = value
        return struct.pack('<IQ', item_kind, len(items)) + b''.join(value_bytes(item_kind, item) for item in items)
    return struct.pack(SCALARS[kind], value)


def padded(data):
    return data + bytes(-len(data) % ALIGNMENT)


def model_bytes():
    described, data = b'', b''
    all_tensors = list(tensors())
    for name, shape, values in all_tensors:
        # The 0 says 32-bit floats.
        described += string_bytes(name) + struct.pack(f'<I{len(shape)}QIQ', len(shape), *shape, 0, len(data))
        data += padded(array('f', values).tobytes())
    header = b'GGUF' + struct.pack('<IQQ', 3, len(all_tensors), len(METADATA))
    for key, kind, value in METADATA:
        header += string_bytes(key) + struct.pack('<I', kind) + value_bytes(kind, value)
    return padded(header + described) + data


with open(sys.argv[1], 'wb') as file:
    file.write(model_bytes())
