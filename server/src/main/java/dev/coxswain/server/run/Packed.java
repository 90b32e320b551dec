package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// JSON as it lies in the log: deflated (zlib, RFC 1950), for its names are the same again and
/// again. Logs of earlier versions hold it as it is; it begins with a brace then, and zlib never
/// does.
final class Packed {

  private Packed() {}

  static byte[] pack(JsonNode node) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(Json.write(node));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can always be written.", e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  static JsonNode unpack(byte[] stored) {
    if (stored[0] == '{') {
      return Json.own(stored);
    }
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(stored))) {
      return Json.own(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("What was stored cannot be unpacked.", e);
    }
  }
}
