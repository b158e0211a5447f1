package org.lammstream.manager.clip.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RgbConversionTest {

  @Test
  void repeatsGreyWithoutAGammaCurve() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    assertThat(roundTrip(image)).containsExactly(100, 100, 100);
  }

  @Test
  void takesTheUpperHalfOf16Bits() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x64ff);
    assertThat(roundTrip(image)).containsExactly(0x64, 0x64, 0x64);
  }

  @Test
  void dropsAlphaWithoutCompositing() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00_0a_14_1e);
    assertThat(roundTrip(image)).containsExactly(10, 20, 30);
  }

  @Test
  void looksUpPalettesIgnoringTransparency() throws IOException {
    byte[] red = {0, 10, 20, 30};
    byte[] green = {1, 11, 21, 31};
    byte[] blue = {2, 12, 22, 32};
    IndexColorModel palette = new IndexColorModel(2, 4, red, green, blue, 3);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(0, 0, 0, 3);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(roundTrip(image)).containsExactly(30, 31, 32, 10, 11, 12);
  }

  @Test
  void spreadsOneBitOverTheWholeRange() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(roundTrip(image)).containsExactly(0, 0, 0, 255, 255, 255);
  }

  /** Through a PNG file, so that it is the decoder's layout that is converted. */
  private static int[] roundTrip(BufferedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", png)).isTrue();
    byte[] rgb = new ImageGate().decode(png.toByteArray()).rgb();
    int[] values = new int[rgb.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rgb[i] & 0xff;
    }
    return values;
  }
}
