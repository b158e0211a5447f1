package org.lammstream.manager.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sources;

/** Reading of MATLAB's files, level 5. */
final class MatlabFile {
  /** The largest annotation file has a few megabytes; a damaged one may claim gigabytes. */
  private static final int MOST_BYTES = 64 << 20;

  private MatlabFile() {}

  /**
   * Reads what is wanted of a file.
   *
   * @throws DataSetException naming the file, if it is damaged or holds something else
   */
  static <T> T read(Folder folder, String file, Function<MatFile, T> wanted) {
    byte[] bytes = folder.bytes(file);
    try (MatFile content = reader(bytes).readMat()) {
      return wanted.apply(content);
    } catch (DataSetException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the library's own words for damage are many
      throw new DataSetException(
          folder.show(file) + ": damaged, or not the MATLAB file that belongs here: " + e, e);
    }
  }

  private static Mat5Reader reader(byte[] bytes) {
    return Mat5.newReader(Sources.wrap(bytes))
        .setBufferAllocator(
            new BufferAllocator() {
              @Override
              public ByteBuffer allocate(int size) {
                if (size > MOST_BYTES) {
                  throw new IllegalArgumentException("it claims " + size + " bytes");
                }
                return ByteBuffer.allocate(size);
              }

              @Override
              public void release(ByteBuffer buffer) {} // the garbage collector's work
            });
  }
}
