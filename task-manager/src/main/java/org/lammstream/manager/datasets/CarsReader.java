package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.List;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Struct;

/** Stanford Cars: annotations are a MATLAB array of structures. */
final class CarsReader implements Reader {
  private static final String META = "devkit/cars_meta.mat";
  private static final String TRAIN = "devkit/cars_train_annos.mat";
  private static final String TEST = "cars_test_annos_withlabels.mat";

  /** An annotation's image and class number, from 1. */
  private record Annotation(String image, int number) {}

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> names = MatlabFile.read(folder, META, file -> names(file.getCell("class_names")));
    List<Example> train = read(folder, TRAIN, "cars_train", names.size());
    Splits splits = new Splits();
    splits.test.addAll(read(folder, TEST, "cars_test", names.size()));
    splits.divideTraining(train, names, folder.show(TRAIN).toString());
    return splits.named(info.id(), names);
  }

  private static List<String> names(Cell cell) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cell.getNumElements(); i++) {
      names.add(yearFirst(cell.getChar(i).getString()));
    }
    return names;
  }

  private static String yearFirst(String name) {
    int space = name.lastIndexOf(' ');
    return space < 0 ? name : name.substring(space + 1) + " " + name.substring(0, space);
  }

  private static List<Example> read(Folder folder, String file, String images, int classes) {
    List<Example> examples = new ArrayList<>();
    List<Annotation> annotations =
        MatlabFile.read(folder, file, content -> annotations(content.getStruct("annotations")));
    for (int i = 0; i < annotations.size(); i++) {
      String where = folder.show(file) + ": annotation " + (i + 1);
      int number = annotations.get(i).number();
      if (number < 1 || number > classes) {
        throw new DataSetException(
            "%s: class %d is out of range: there are %d classes".formatted(where, number, classes));
      }
      ImageLocation image = folder.named(images, annotations.get(i).image(), where);
      examples.add(new Example(image, number - 1));
    }
    return examples;
  }

  private static List<Annotation> annotations(Struct struct) {
    List<Annotation> annotations = new ArrayList<>();
    for (int i = 0; i < struct.getNumElements(); i++) {
      annotations.add(
          new Annotation(
              struct.getChar("fname", i).getString(), struct.getMatrix("class", i).getInt(0)));
    }
    return annotations;
  }
}
