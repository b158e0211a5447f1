package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder of class folders, split by CoOp's rule.
 *
 * @param images the folder
 * @param ignored class folders that are passed over
 * @param renamed better names for some classes
 */
record ClassFolderReader(String images, List<String> ignored, Map<String, String> renamed)
    implements Reader {
  ClassFolderReader(String images) {
    this(images, List.of(), Map.of());
  }

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> names = new ArrayList<>();
    Splits splits = new Splits();
    for (String category : folder.folders(images)) {
      if (!ignored.contains(category)) {
        String path = images + "/" + category;
        splits.divide(located(folder, path), names.size(), folder.show(path).toString());
        names.add(ClassNames.readable(renamed.getOrDefault(category, category)));
      }
    }
    return splits.named(info.id(), names);
  }

  /** Adds all images of these class folders; a folder's label is its place in the list. */
  static void add(Folder folder, String path, List<String> classes, List<Example> examples) {
    for (int label = 0; label < classes.size(); label++) {
      for (ImageLocation image : located(folder, path + "/" + classes.get(label))) {
        examples.add(new Example(image, label));
      }
    }
  }

  static List<ImageLocation> located(Folder folder, String path) {
    return folder.images(path).stream().map(folder::image).toList();
  }
}
