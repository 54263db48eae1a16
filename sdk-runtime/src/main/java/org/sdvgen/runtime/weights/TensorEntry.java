package org.sdvgen.runtime.weights;

import ai.djl.ndarray.types.Shape;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param name its name
 * @param type its element type
 * @param shape its shape
 * @param begin first byte, counted from the start of the file
 * @param end byte past its last one, counted from the start of the file
 */
public record TensorEntry(String name, StoredType type, Shape shape, long begin, long end) {}
