// Pictures that anybody made: decoded and searched for codes, within the limits of pictures.h.
#include "pictures/pictures.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto grey = baobei::pictures::grey_of(bytes);
  if (!grey) return 0;
  const auto pixels =
      static_cast<std::uint64_t>(grey->width) * static_cast<std::uint64_t>(grey->height);
  if (pixels != grey->pixels.size() || pixels > baobei::pictures::kPixelsMax) __builtin_trap();
  // Searching large ones takes longer than a fuzzer waits, and finds nothing new.
  constexpr std::uint64_t kSearchedMax = 100'000;
  if (pixels <= kSearchedMax) (void)baobei::pictures::codes_in(*grey);
  return 0;
}
