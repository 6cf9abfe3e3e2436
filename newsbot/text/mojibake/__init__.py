"""Repairs what mirrors did to the characters of a Chinese text: byte damage, pinyin annotations, stray characters, doubled marks."""
