// libarchive converts names by the C locale; this gives the calling thread a UTF-8 one while it
// lives, whatever the process has, and touches no other thread.
#pragma once

#include <clocale>

#include "base/result.h"

namespace baobei::package {

class Utf8Locale {
 public:
  Utf8Locale() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    CHECK(locale_ != nullptr, "glibc has C.UTF-8 built in");
    before_ = ::uselocale(locale_);
  }
  ~Utf8Locale() {
    ::uselocale(before_);
    ::freelocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t locale_;
  locale_t before_ = nullptr;
};

}  // namespace baobei::package
