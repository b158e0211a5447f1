package org.lammstream.manager.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The data sets that can be read. Thread-safe. */
public final class DataSets {
  /** The id of any image folder. */
  public static final String FOLDER = "folder";

  private DataSets() {}

  /** All of them, in the order in which they are listed. */
  public static List<DataSetInfo> all() {
    return Catalogue.entries().stream().map(Catalogue.Entry::info).toList();
  }

  /**
   * What is known about one.
   *
   * @throws DataSetException if there is none of this id
   */
  public static DataSetInfo info(String id) {
    return entry(id).info();
  }

  /**
   * Reads which images a data set has and what they show; no image is opened.
   *
   * <p>Where the CoOp project's {@code split_zhou_*.json} lies beside the images it says which
   * image is for what. Elsewhere the split is made by CoOp's rule, with a shuffle of our own that
   * depends on the class alone: the same files give the same split on every machine, but not the
   * very images that CoOp's files name.
   *
   * @param root the folder above the data set's own folder, or that folder itself
   * @return examples in a fixed order: reading the same files again gives an equal data set
   * @throws DataSetException if there is none of this id, the layout is another one or a file is
   *     damaged
   */
  public static DataSet read(String id, Path root) {
    Catalogue.Entry entry = entry(id);
    return entry.reader().read(entry.info(), Folder.of(entry.info(), root));
  }

  /**
   * Reads an image folder that is for testing only.
   *
   * @param classFolders the folder of the class folders
   * @return all its images as test examples, in a fixed order
   * @throws DataSetException if there is no class folder in it, or no image in one
   */
  public static DataSet readForTesting(Path classFolders) {
    DataSetInfo info = info(FOLDER);
    return FolderReader.whole(info, Folder.of(info, classFolders));
  }

  private static Catalogue.Entry entry(String id) {
    return Catalogue.entries().stream()
        .filter(entry -> entry.info().id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new DataSetException(
                    "there is no data set '%s'; there are %s"
                        .formatted(
                            id,
                            all().stream()
                                .map(DataSetInfo::id)
                                .collect(Collectors.joining(", ")))));
  }
}
