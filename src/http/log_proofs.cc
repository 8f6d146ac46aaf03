#include "http/log_proofs.h"

namespace baobei::http {

std::string default_origin(const receipts::KeyRing& keys) {
  const auto all = keys.published();
  CHECK(!all.empty(), "a key ring has a key");
  return "baobei.log/" + to_hex(sha256(all.front().public_key)).substr(0, 16);
}

LogProofs::LogProofs(merkle::Log& log, const receipts::KeyRing& keys, std::string origin)
    : log_(log), keys_(keys), origin_(origin.empty() ? default_origin(keys) : std::move(origin)) {
  CHECK(merkle::is_origin(origin_), origin_);
}

Result<std::string> LogProofs::checkpoint() {
  TRY_ASSIGN(const auto size, log_.size());
  {
    const std::lock_guard lock(mutex_);
    if (!note_.empty() && size_ == size) return note_;
  }
  TRY_ASSIGN(const auto root, merkle::root_of(log_, size));
  const merkle::Checkpoint stated{origin_, size, root};
  const auto signature = keys_.sign_text(merkle::body_of(stated));
  auto note = merkle::note_of(stated, signature.key.public_key, signature.bytes);
  const std::lock_guard lock(mutex_);
  if (size >= size_) {
    size_ = size;
    note_ = note;
  }
  return note;
}

}  // namespace baobei::http
