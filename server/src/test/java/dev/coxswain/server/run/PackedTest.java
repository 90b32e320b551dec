package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import org.junit.jupiter.api.Test;

final class PackedTest {

  private static ObjectNode event() {
    ObjectNode node = Json.object().put("kind", "observe").put("n", 0.1);
    ArrayNode pieces = node.putArray("pieces");
    for (int i = 0; i < 64; i++) {
      pieces.addObject().put("t", "abcdef01-1-7-" + i).put("s", i % 9).put("n", 8);
    }
    return node;
  }

  @Test
  void unpack_ofPacked_isTheSameAndFarSmaller() {
    byte[] packed = Packed.pack(event());
    assertThat(Packed.unpack(packed)).isEqualTo(event());
    assertThat(packed.length).isLessThan(Json.write(event()).length / 4);
  }

  /// As logs of earlier versions have it.
  @Test
  void unpack_ofPlainJson_isRead() {
    assertThat(Packed.unpack(Json.write(event()))).isEqualTo(event());
  }
}
