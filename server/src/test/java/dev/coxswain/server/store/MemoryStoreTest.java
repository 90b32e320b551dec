package dev.coxswain.server.store;

/// The fake keeps the contract too.
final class MemoryStoreTest extends StoreContract {

  @Override
  Store store() {
    return new MemoryStore();
  }
}
