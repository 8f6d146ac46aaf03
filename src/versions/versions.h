// Stored versions, read for people: engine::Contents over the sealed packs in the blob store.
//
// Invariants: a pack's index is validated when it is opened and every file's bytes are compared
// with their digest when they are read, so damage shows as kCorrupt and never as other content.
// What reads code and configuration is the OutlineMaker's (on a server a child process); here bytes
// are only cut into lines. At most kPacksOpenMax packs and kOutlinesKept outlines stay between
// calls. Threads: any. Owner: server/main.cc; the blobs outlive it.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "base/file.h"
#include "check/outline.h"
#include "engine/contents.h"
#include "engine/ports.h"
#include "package/pack.h"

namespace baobei::versions {

inline constexpr std::size_t kPacksOpenMax = 8;
inline constexpr std::size_t kOutlinesKept = 16;

// Rules whose findings point at a secret: the span they name is masked in every text that is shown.
inline constexpr std::string_view kSecretRules = "secrets/";

// What the pack in this file is made of; kUnavailable, with a word as context, where that cannot be
// said.
using OutlineMaker = std::function<Result<check::Outline>(int pack_fd, const Digest& version)>;

// A few values by version, the least recently used go first. Threads: any.
template <typename Value>
class Kept {
 public:
  explicit Kept(std::size_t max) : max_(max) {}

  std::shared_ptr<const Value> find(const Digest& version) {
    const std::lock_guard lock(mutex_);
    for (auto row = rows_.begin(); row != rows_.end(); ++row) {
      if (row->first != version) continue;
      rows_.splice(rows_.begin(), rows_, row);
      return rows_.front().second;
    }
    return nullptr;
  }
  void keep(const Digest& version, std::shared_ptr<const Value> value) {
    const std::lock_guard lock(mutex_);
    rows_.emplace_front(version, std::move(value));
    if (rows_.size() > max_) rows_.pop_back();
  }

 private:
  const std::size_t max_;
  std::mutex mutex_;
  std::list<std::pair<Digest, std::shared_ptr<const Value>>> rows_;  // newest use first
};

class StoredVersions final : public engine::Contents {
 public:
  StoredVersions(engine::Blobs& blobs, OutlineMaker outlines)
      : blobs_(blobs), make_outline_(std::move(outlines)) {}

  Result<std::vector<engine::VersionFile>> files(const Digest& version) override;
  Result<engine::FileText> text(const Digest& version, const std::string& path,
                                engine::LineRange range,
                                const std::vector<engine::TextSpan>& masked) override;
  Result<engine::Picture> picture(const Digest& version, const std::string& path) override;
  Result<std::vector<engine::ReportFinding>> findings(const Digest& report) override;
  Result<std::vector<engine::Excerpt>> excerpts(
      const Digest& version, const std::vector<engine::TextSpan>& places,
      const std::vector<engine::TextSpan>& masked) override;
  Result<engine::Comparison> compare(const engine::Side& before,
                                     const engine::Side& after) override;
  Result<engine::FileDifferences> compare_file(const engine::Side& before,
                                               const std::string& path_before,
                                               const engine::Side& after,
                                               const std::string& path) override;
  bool is_confidential(std::string_view rule) const override;

 private:
  struct OpenPack {
    Fd file;
    package::Pack pack;
  };
  Result<std::shared_ptr<const OpenPack>> open(const Digest& version);
  Result<std::shared_ptr<const check::Outline>> outline(const Digest& version);
  struct SideText;
  Result<SideText> side_text(const engine::Side& side, const std::string& path);

  engine::Blobs& blobs_;
  const OutlineMaker make_outline_;
  Kept<OpenPack> packs_{kPacksOpenMax};
  Kept<check::Outline> outlines_{kOutlinesKept};
};

}  // namespace baobei::versions
