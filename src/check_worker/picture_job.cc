#include "check_worker/picture_job.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <vector>

#include "check/picture_codes.h"
#include "check/wire.h"
#include "package/pack.h"
#include "pictures/pictures.h"

namespace baobei::check_worker {
namespace {

using check::PictureSays;
using Said = std::vector<pictures::Said>;

// Together with the codes well below the limits of the parent (check/child.h).
constexpr std::chrono::seconds kWordsTime{120};

constexpr std::array<std::string_view, 5> kPictureEndings = {".png", ".jpg", ".jpeg", ".webp",
                                                             ".gif"};

bool is_called_picture(std::string_view path) {
  return std::ranges::any_of(kPictureEndings,
                             [&](std::string_view ending) { return path.ends_with(ending); });
}

std::uint32_t pixels(int length) {
  return static_cast<std::uint32_t>(std::max(0, length));
}

class PictureJob {
 public:
  PictureJob(const package::Pack& pack, const Words& words) : pack_(pack), words_(words) {
    if (!words_) out_.words_missing = words_.error().context;
  }

  check::PictureCodes run() {
    for (const auto& file : pack_.files()) {
      if (is_called_picture(file.path)) take(file);
    }
    std::ranges::sort(out_.codes);
    return std::move(out_);
  }

 private:
  void take(const package::File& file) {
    const bool small = file.size <= pictures::kPictureBytesMax && out_.read < check::kPicturesMax;
    const auto bytes = small ? pack_.read(file) : Result<std::string>(std::string());
    const auto grey = bytes ? pictures::grey_of(*bytes) : Result<pictures::Grey>();
    const auto codes = grey ? pictures::codes_in(*grey) : Result<Said>();
    if (!bytes || !grey || !codes) {
      out_.not_read.push_back(file.path);
      return;
    }
    ++out_.read;
    add(file.path, *codes, PictureSays::kCode);
    if (words_) take_words(file, *grey);
  }

  void take_words(const package::File& file, const pictures::Grey& grey) {
    auto known = said_.find(file.content);
    if (known == said_.end()) {
      const bool late = std::chrono::steady_clock::now() - begin_ > kWordsTime;
      const auto said = late || said_.size() >= check::kWordPicturesMax
                            ? Result<Said>(fail(ErrorKind::kTooLarge, "too many pictures"))
                            : words_->read(grey);
      if (!said) {
        out_.words_not_read.push_back(file.path);
        return;
      }
      known = said_.emplace(file.content, *said).first;
    }
    add(file.path, known->second, PictureSays::kWords);
  }

  void add(const std::string& file, const Said& all, PictureSays says) {
    for (const auto& [text, region] : all) {
      if (out_.codes.size() >= check::kPictureCodesMax) return;
      out_.codes.push_back({file, text, says, pixels(region.x), pixels(region.y),
                            pixels(region.width), pixels(region.height)});
    }
  }

  const package::Pack& pack_;
  const Words& words_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::map<Digest, Said> said_;
  check::PictureCodes out_;
};

}  // namespace

Words load_words() {
  return pictures::WordReader::load();
}

Words no_words() {
  return fail(ErrorKind::kUnavailable, "words in pictures are not looked for", "no_library");
}

std::string pictures_of_input(const Words& words) {
  const auto pack = package::Pack::open(check::wire::kInputFd);
  return pack ? check::serialise(PictureJob(*pack, words).run()) : std::string();
}

}  // namespace baobei::check_worker
