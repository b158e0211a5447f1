package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A client that may do everything wrong. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private String pushedBack = "";

  RawClient(URI server) throws IOException {
    socket = new Socket(InetAddress.getByName(server.getHost()), server.getPort());
    socket.setSoTimeout(20_000);
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends what is said to be the last of it; the server may have hung up before. */
  RawClient sendIfPossible(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // what the server thinks of it is seen in its answer
    }
    return this;
  }

  /** Whether an answer, or the end, comes within a second. */
  boolean available() throws IOException {
    socket.setSoTimeout(1000);
    try {
      int first = socket.getInputStream().read();
      pushedBack = first < 0 ? "" : String.valueOf((char) first);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(20_000);
    }
  }

  RawClient halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Everything until the server closes the connection. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[4096];
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        all.write(some, 0, n);
      }
    } catch (SocketException e) {
      all.write("<reset>".getBytes(ISO_8859_1));
    }
    return all.toString(ISO_8859_1);
  }

  /** Everything until this text. */
  String readUntil(String end) throws IOException {
    StringBuilder all = new StringBuilder(pushedBack);
    pushedBack = "";
    InputStream in = socket.getInputStream();
    while (all.indexOf(end) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the connection ended after: " + all);
      }
      all.append((char) c);
    }
    return all.toString();
  }

  /** Closes without saying goodbye: the server sees a reset. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
