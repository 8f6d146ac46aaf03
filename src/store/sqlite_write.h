// How SqliteStore's own transactions run; for its .cc files.
#pragma once

#include "store/sqlite.h"
#include "store/sqlite_store.h"

namespace baobei::store {

template <typename Work>
Status SqliteStore::write(Work work) {
  Transaction transaction(*connection_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(work());
  TRY(transaction.commit());
  checkpoint_when_due();
  return {};
}

}  // namespace baobei::store
