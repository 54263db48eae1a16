#!/usr/bin/env python3
"""Trains the demo's tokenizer: a small sentencepiece model with T5's conventions.

Writes the folder `tokenizer/` of a checkpoint in diffusers' layout. The same words give the same
file. Needs sentencepiece 0.2 and transformers 4.57.

    python tools/tokenizer/train.py recipes/toy-base/tokenizer
"""

import io
import random
import string
import sys
import tempfile
from pathlib import Path

import sentencepiece
from transformers import T5Tokenizer

HERE = Path(__file__).parent
PIECES = 400


def corpus(words, sentences=4000, seed=0):
    """Sentences of random words: every word is frequent enough to become one piece."""
    draw = random.Random(seed)
    for _ in range(sentences):
        chosen = draw.choices(words, k=draw.randint(3, 10))
        yield " ".join(chosen) + draw.choice([".", ",", ""])
    for word in words:
        yield word.capitalize()


def main(folder):
    words = (HERE / "words.txt").read_text().split()
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=corpus(words),
        model_writer=model,
        model_type="unigram",
        vocab_size=PIECES,
        character_coverage=1.0,
        required_chars=string.ascii_letters + string.digits + string.punctuation,
        # T5's own rule is nmt_nfkc, whose table is 240 KB; plain English needs none.
        normalization_rule_name="identity",
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    with tempfile.TemporaryDirectory() as scratch:
        piece_file = Path(scratch) / "spiece.model"
        piece_file.write_bytes(model.getvalue())
        T5Tokenizer(str(piece_file), extra_ids=100, legacy=True).save_pretrained(folder)


if __name__ == "__main__":
    main(sys.argv[1])
