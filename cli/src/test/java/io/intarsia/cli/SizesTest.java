package io.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "10239, 10 KiB",
    "1023487, 999 KiB",
    "1048575, 1.0 MiB",
    "587202560, 560 MiB",
    "1099511627776, 1.0 TiB",
    "9223372036854775807, 8.0 EiB",
  })
  void sizesForPeople(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"65536, 65536", "64K, 65536", "64KiB, 65536", "4MiB, 4194304", "512B, 512"})
  void sizesAreRead(String text, int bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "64kb", "-1", "1.5M", "9999999999", "99999999999999999999"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void progressTellsRateAndRemainingTime() {
    assertThat(ProgressBar.figures(100 << 20, 400 << 20, 1_000_000_000L))
        .isEqualTo("25 %  100 MiB  100 MiB/s  3 s left");
    assertThat(ProgressBar.figures(100 << 20, -1, 2_000_000_000L)).isEqualTo("100 MiB  50 MiB/s");
    assertThat(ProgressBar.duration(185)).isEqualTo("3:05 min");
    assertThat(ProgressBar.duration(8100)).isEqualTo("2:15 h");
  }
}
