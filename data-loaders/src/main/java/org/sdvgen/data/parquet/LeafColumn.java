package org.sdvgen.data.parquet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A column with at most one value per row: it may lie in structs, but in no list or map.
 *
 * @param name the field names from the outermost in, joined by dots
 * @param index the column's number in the file, counting every column
 * @param descriptor physical type and levels
 */
record LeafColumn(String name, int index, ColumnDescriptor descriptor) {
  /** No table of samples has deeper structs. */
  private static final int DEEPEST = 100;

  private static final Map<Type, PrimitiveTypeName> TYPES =
      Map.of(
          Type.BOOLEAN, PrimitiveTypeName.BOOLEAN,
          Type.INT32, PrimitiveTypeName.INT32,
          Type.INT64, PrimitiveTypeName.INT64,
          Type.FLOAT, PrimitiveTypeName.FLOAT,
          Type.DOUBLE, PrimitiveTypeName.DOUBLE,
          Type.BYTE_ARRAY, PrimitiveTypeName.BINARY);

  /** The physical type of the column's values. */
  PrimitiveTypeName type() {
    return descriptor.getPrimitiveType().getPrimitiveTypeName();
  }

  /** The number of optional fields of a value: a value with fewer levels is null. */
  int maxDefinition() {
    return descriptor.getMaxDefinitionLevel();
  }

  /**
   * Finds the columns of a file.
   *
   * @param schema the file's schema, depth first, the root in front
   * @return the readable columns by name, in the file's order
   */
  static Map<String, LeafColumn> of(List<SchemaElement> schema) {
    Walk walk = new Walk(schema);
    while (walk.next < schema.size()) {
      walk.field(List.of(), 0, false);
    }
    return walk.columns;
  }

  /** Goes through the fields depth first. */
  private static final class Walk {
    private final List<SchemaElement> schema;
    private final Map<String, LeafColumn> columns = new LinkedHashMap<>();
    private int next = 1; // behind the root
    private int leaves;

    Walk(List<SchemaElement> schema) {
      this.schema = schema;
    }

    void field(List<String> parents, int parentDefinition, boolean parentRepeated) {
      if (parents.size() > DEEPEST) {
        throw new IllegalArgumentException("its columns are nested too deeply");
      }
      SchemaElement element = schema.get(next++);
      FieldRepetitionType repetition = element.getRepetition_type();
      boolean repeated = parentRepeated || repetition == FieldRepetitionType.REPEATED;
      int definition = parentDefinition + (repetition == FieldRepetitionType.OPTIONAL ? 1 : 0);
      List<String> path = new ArrayList<>(parents);
      path.add(element.getName());
      if (element.isSetType()) {
        leaf(path, element.getType(), definition, repeated);
      }
      for (int child = 0; child < element.getNum_children(); child++) {
        field(path, definition, repeated);
      }
    }

    private void leaf(List<String> path, Type type, int definition, boolean repeated) {
      int index = leaves++;
      PrimitiveTypeName primitive = TYPES.get(type);
      if (primitive != null && !repeated) {
        String name = String.join(".", path);
        ColumnDescriptor descriptor =
            new ColumnDescriptor(
                path.toArray(String[]::new),
                Types.optional(primitive).named(path.get(path.size() - 1)),
                0,
                definition);
        columns.put(name, new LeafColumn(name, index, descriptor));
      }
    }
  }
}
