package org.lammstream.manager.datasets;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CoOp's split files: {@code {"train": [["path", 0, "class name"], ...], "val": ..., "test": ...}}.
 *
 * @param file the split file
 * @param images the folder that its paths are relative to
 */
record SplitFileReader(String file, String images) implements Reader {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FIELDS = 3;

  /** Reads the split file where it lies, else what the other reader makes. */
  static Reader orElse(String file, String images, Reader other) {
    Reader ours = new SplitFileReader(file, images);
    return (info, folder) -> (folder.hasFile(file) ? ours : other).read(info, folder);
  }

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    JsonNode json = json(folder, file);
    Splits splits = new Splits();
    Map<Integer, String> names = new TreeMap<>();
    read(folder, json, "train", splits.train, names);
    read(folder, json, "val", splits.validation, names);
    read(folder, json, "test", splits.test, names);
    for (int label = 0; label < names.size(); label++) {
      if (!names.containsKey(label)) {
        throw new DataSetException(
            "%s: its %d labels are not 0 to %d"
                .formatted(folder.show(file), names.size(), names.size() - 1));
      }
    }
    return splits.named(info.id(), List.copyOf(names.values()));
  }

  static JsonNode json(Folder folder, String file) {
    try {
      return JSON.readTree(folder.bytes(file));
    } catch (JacksonException e) {
      throw new DataSetException(
          folder.show(file) + ": no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataSetException(folder.show(file) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void read(
      Folder folder, JsonNode json, String part, List<Example> to, Map<Integer, String> names) {
    JsonNode entries = json.path(part);
    if (!entries.isArray()) {
      throw new DataSetException(folder.show(file) + ": there is no list '" + part + "' in it");
    }
    for (int i = 0; i < entries.size(); i++) {
      String where = "%s: %s[%d]".formatted(folder.show(file), part, i);
      JsonNode entry = entries.get(i);
      if (!entry.isArray()
          || entry.size() != FIELDS
          || !entry.get(0).isTextual()
          || !entry.get(1).canConvertToInt()
          || !entry.get(2).isTextual()) {
        throw new DataSetException(where + " is not [path, label, class name]");
      }
      int label = entry.get(1).intValue();
      if (label < 0) {
        throw new DataSetException(where + ": label " + label + " is out of range");
      }
      String name = ClassNames.readable(entry.get(2).textValue());
      String known = names.putIfAbsent(label, name);
      if (known != null && !known.equals(name)) {
        throw new DataSetException(
            "%s: label %d is '%s' here and '%s' above".formatted(where, label, name, known));
      }
      to.add(new Example(folder.named(images, entry.get(0).textValue(), where), label));
    }
  }
}
