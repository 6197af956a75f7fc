package io.intarsia.bytes;

class MemorySourceTest extends ByteSourceContract {
  @Override
  ByteSource create(byte[] model) {
    return new MemorySource("memory", model);
  }
}
