#include "store/checkpointer.h"

namespace baobei::store {

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(const std::string& path) {
  TRY_ASSIGN(auto connection, Connection::open(path, Access::kWrite));
  // FULL: the log is synced before its pages go over, the file after.
  TRY(connection->run("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"));
  return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(connection)));
}

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { work(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Checkpointer::wake() {
  {
    const std::lock_guard lock(mutex_);
    busy_ = true;
  }
  wake_.notify_one();
}

void Checkpointer::work() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return busy_ || stopping_; });
      if (stopping_) return;
    }
    // A failure costs nothing but space: the log is read as long as it is there.
    sqlite3_wal_checkpoint_v2(connection_->raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
    busy_ = false;
  }
}

}  // namespace baobei::store
