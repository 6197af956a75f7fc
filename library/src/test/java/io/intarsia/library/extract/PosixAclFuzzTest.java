package io.intarsia.library.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PosixAclFuzzTest {
  @FuzzTest(maxDuration = "3h")
  void listsAreBoundedByWhatIsStored(byte[] stored) {
    byte[] list = PosixAcl.forKernel(stored);

    assertThat(list.length).isLessThanOrEqualTo(4 + 2 * stored.length);
  }
}
