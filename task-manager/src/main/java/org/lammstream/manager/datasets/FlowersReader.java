package org.lammstream.manager.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import us.hebi.matlab.mat.types.Matrix;

/** Flowers102: image number i has the i-th label, from 1, of a MATLAB matrix. */
final class FlowersReader implements Reader {
  private static final String LABELS = "imagelabels.mat";
  private static final String NAMES = "cat_to_name.json";

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> names = names(folder);
    List<List<ImageLocation>> images = new ArrayList<>();
    names.forEach(name -> images.add(new ArrayList<>()));
    int[] numbers = MatlabFile.read(folder, LABELS, file -> numbers(file.getMatrix("labels")));
    for (int i = 0; i < numbers.length; i++) {
      String where = folder.show(LABELS) + ": label " + (i + 1);
      if (numbers[i] < 1 || numbers[i] > names.size()) {
        throw new DataSetException(
            "%s: class %d is out of range: there are %d classes"
                .formatted(where, numbers[i], names.size()));
      }
      String image = String.format(Locale.ROOT, "image_%05d.jpg", i + 1);
      images.get(numbers[i] - 1).add(folder.named("jpg", image, where));
    }
    Splits splits = new Splits();
    for (int label = 0; label < names.size(); label++) {
      splits.divide(images.get(label), label, folder.show(LABELS) + ": " + names.get(label));
    }
    return splits.named(info.id(), names);
  }

  private static List<String> names(Folder folder) {
    JsonNode json = SplitFileReader.json(folder, NAMES);
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= json.size(); number++) {
      JsonNode name = json.path(Integer.toString(number));
      if (!name.isTextual()) {
        throw new DataSetException(
            folder.show(NAMES) + ": there is no name for class " + number + " in it");
      }
      names.add(ClassNames.readable(name.textValue()));
    }
    return names;
  }

  private static int[] numbers(Matrix labels) {
    int[] numbers = new int[labels.getNumElements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = labels.getInt(i);
    }
    return numbers;
  }
}
