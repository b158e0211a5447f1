package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of classes, as CLIP should read them. */
final class ClassNames {
  static final String IMAGENET_FILE = "classnames.txt";

  private ClassNames() {}

  /** Underscores are spaces. */
  static String readable(String name) {
    return name.replace('_', ' ').strip();
  }

  static List<String> readable(List<String> names) {
    return names.stream().map(ClassNames::readable).toList();
  }

  /** The place of each name in the list. */
  static Map<String, Integer> labels(List<String> names) {
    Map<String, Integer> labels = new HashMap<>();
    for (String name : names) {
      labels.put(name, labels.size());
    }
    return labels;
  }

  /** ImageNet's names by folder, in the order of the file. */
  static Map<String, String> ofImageNet(Folder folder) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String line : folder.lines(IMAGENET_FILE)) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new DataSetException(
            folder.show(IMAGENET_FILE) + ": '" + line + "' is no folder with a class name");
      }
      names.put(line.substring(0, space), readable(line.substring(space + 1)));
    }
    return names;
  }

  /** The names of these folders of ImageNet. */
  static List<String> ofImageNet(Folder folder, List<String> wanted) {
    Map<String, String> names = ofImageNet(folder);
    List<String> found = new ArrayList<>();
    for (String one : wanted) {
      String name = names.get(one);
      if (name == null) {
        throw new DataSetException(
            folder.show(IMAGENET_FILE) + ": there is no class name for the folder " + one);
      }
      found.add(name);
    }
    return found;
  }
}
