package org.lammstream.manager.datasets;

import java.io.IOException;
import java.util.function.Function;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sources;

/** Reading of MATLAB's files, level 5. */
final class MatlabFile {
  private MatlabFile() {}

  /**
   * Reads what is wanted of a file.
   *
   * @throws DataSetException naming the file, if it is damaged or holds something else
   */
  static <T> T read(Folder folder, String file, Function<MatFile, T> wanted) {
    byte[] bytes = folder.bytes(file);
    try (MatFile content = Mat5.newReader(Sources.wrap(bytes)).readMat()) {
      return wanted.apply(content);
    } catch (DataSetException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the library's own words for damage are many
      throw new DataSetException(
          folder.show(file) + ": damaged, or not the MATLAB file that belongs here: " + e, e);
    }
  }
}
