#include "pictures/words.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <tesseract/capi.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/text.h"

namespace baobei::pictures {
namespace {

using tesseract::OEM_LSTM_ONLY;
using tesseract::PSM_AUTO;
using tesseract::PSM_SPARSE_TEXT;
using tesseract::RIL_TEXTLINE;

constexpr const char* kLibrary = "libtesseract.so.5";
constexpr const char* kDataFolders[] = {"/usr/share/tesseract-ocr/5/tessdata",
                                        "/usr/share/tesseract-ocr/4.00/tessdata",
                                        "/usr/share/tessdata"};
// The Chinese data know Latin letters as well; the two together read Chinese worse.
constexpr const char* kLanguages[] = {"chi_sim", "eng"};
constexpr int kDotsPerInch = 150;  // of what is drawn for a screen

struct CloseLibrary {
  void operator()(void* handle) const { ::dlclose(handle); }
};

bool is_wide(char c) {
  return static_cast<unsigned char>(c) >= 0xE3;
}
bool is_letter(char c) {
  return static_cast<unsigned char>(c) >= 0xC3 || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// The first byte of the last character.
char last_lead(std::string_view text) {
  while (text.size() > 1 && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) {
    text.remove_suffix(1);
  }
  return text.back();
}

// Every `step`th pixel each way, averaged.
Grey smaller(const Grey& grey, int step) {
  Grey out{std::max(1, grey.width / step), std::max(1, grey.height / step), {}};
  out.pixels.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      unsigned sum = 0;
      unsigned count = 0;
      for (int dy = 0; dy < step && y * step + dy < grey.height; ++dy) {
        for (int dx = 0; dx < step && x * step + dx < grey.width; ++dx, ++count) {
          sum += grey.pixels[static_cast<std::size_t>(y * step + dy) *
                                 static_cast<std::size_t>(grey.width) +
                             static_cast<std::size_t>(x * step + dx)];
        }
      }
      out.pixels.push_back(static_cast<std::uint8_t>(sum / std::max(1u, count)));
    }
  }
  return out;
}

int step_for(const Grey& grey) {
  const auto pixels = static_cast<double>(grey.pixels.size());
  return std::max(1, static_cast<int>(std::ceil(std::sqrt(pixels / double(kWordPixelsMax)))));
}

}  // namespace

// Its functions, by the types of its own header.
struct WordReader::Library {
  std::unique_ptr<void, CloseLibrary> handle;
  TessBaseAPI* api = nullptr;

  decltype(&TessBaseAPICreate) create = nullptr;
  decltype(&TessBaseAPIDelete) destroy = nullptr;
  decltype(&TessBaseAPIInit2) init = nullptr;
  decltype(&TessBaseAPISetVariable) set = nullptr;
  decltype(&TessBaseAPISetPageSegMode) set_mode = nullptr;
  decltype(&TessBaseAPISetImage) set_image = nullptr;
  decltype(&TessBaseAPISetSourceResolution) set_resolution = nullptr;
  decltype(&TessBaseAPIRecognize) recognise = nullptr;
  decltype(&TessBaseAPIGetIterator) iterator = nullptr;
  decltype(&TessBaseAPIClear) clear = nullptr;
  decltype(&TessMonitorCreate) create_monitor = nullptr;
  decltype(&TessMonitorDelete) delete_monitor = nullptr;
  decltype(&TessMonitorSetDeadlineMSecs) set_deadline = nullptr;
  decltype(&TessResultIteratorDelete) delete_iterator = nullptr;
  decltype(&TessResultIteratorGetPageIterator) page_of = nullptr;
  decltype(&TessResultIteratorNext) next = nullptr;
  decltype(&TessResultIteratorGetUTF8Text) text_of = nullptr;
  decltype(&TessResultIteratorConfidence) confidence_of = nullptr;
  decltype(&TessPageIteratorBoundingBox) box_of = nullptr;
  decltype(&TessDeleteText) delete_text = nullptr;

  Library() = default;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (api != nullptr) destroy(api);
  }

  template <typename Function>
  bool find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(::dlsym(handle.get(), name));
    return function != nullptr;
  }
  bool find_all() {
    return find(create, "TessBaseAPICreate") && find(destroy, "TessBaseAPIDelete") &&
           find(init, "TessBaseAPIInit2") && find(set, "TessBaseAPISetVariable") &&
           find(set_mode, "TessBaseAPISetPageSegMode") && find(set_image, "TessBaseAPISetImage") &&
           find(set_resolution, "TessBaseAPISetSourceResolution") &&
           find(recognise, "TessBaseAPIRecognize") && find(iterator, "TessBaseAPIGetIterator") &&
           find(clear, "TessBaseAPIClear") && find(create_monitor, "TessMonitorCreate") &&
           find(delete_monitor, "TessMonitorDelete") &&
           find(set_deadline, "TessMonitorSetDeadlineMSecs") &&
           find(delete_iterator, "TessResultIteratorDelete") &&
           find(page_of, "TessResultIteratorGetPageIterator") &&
           find(next, "TessResultIteratorNext") && find(text_of, "TessResultIteratorGetUTF8Text") &&
           find(confidence_of, "TessResultIteratorConfidence") &&
           find(box_of, "TessPageIteratorBoundingBox") && find(delete_text, "TessDeleteText");
  }
  bool take_data() {
    for (const char* language : kLanguages) {
      for (const std::string folder : kDataFolders) {
        if (::access((folder + "/" + language + ".traineddata").c_str(), R_OK) != 0) continue;
        if (init(api, folder.c_str(), language, OEM_LSTM_ONLY) == 0) return true;
      }
    }
    return false;
  }
  Result<std::vector<Said>> read(const Grey& grey, TessPageSegMode mode, int step) const;
  std::vector<Said> lines(int step) const;
};

Result<std::vector<Said>> WordReader::Library::read(const Grey& grey, TessPageSegMode mode,
                                                    int step) const {
  set_mode(api, mode);
  set_image(api, grey.pixels.data(), grey.width, grey.height, 1, grey.width);
  set_resolution(api, kDotsPerInch);
  auto* monitor = create_monitor();
  set_deadline(monitor, static_cast<int>(kWordTime.count()));
  const auto begin = std::chrono::steady_clock::now();
  const int failed = recognise(api, monitor);
  const bool late = std::chrono::steady_clock::now() - begin >= kWordTime;
  delete_monitor(monitor);
  auto found = failed == 0 ? lines(step) : std::vector<Said>();
  clear(api);
  if (failed != 0 || late) {
    return fail(ErrorKind::kUnavailable, "the words of the picture could not be read in time");
  }
  return found;
}

std::vector<Said> WordReader::Library::lines(int step) const {
  std::vector<Said> out;
  auto* at = iterator(api);
  if (at == nullptr) return out;
  do {
    if (confidence_of(at, RIL_TEXTLINE) < kLineConfidence) continue;
    char* text = text_of(at, RIL_TEXTLINE);
    if (text == nullptr) continue;
    const auto line = printable(without_gaps(text));
    delete_text(text);
    if (std::ranges::count_if(line, is_letter) < 2) continue;
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    (void)box_of(page_of(at), RIL_TEXTLINE, &left, &top, &right, &bottom);
    out.push_back({std::string(utf8_prefix(line, kLineCharactersMax)),
                   {left * step, top * step, (right - left) * step, (bottom - top) * step}});
  } while (next(at, RIL_TEXTLINE) != 0 && out.size() < kLinesMax);
  delete_iterator(at);
  return out;
}

WordReader::WordReader(std::unique_ptr<Library> library) : library_(std::move(library)) {}
WordReader::~WordReader() = default;
WordReader::WordReader(WordReader&&) noexcept = default;
WordReader& WordReader::operator=(WordReader&&) noexcept = default;

Result<WordReader> WordReader::load() {
  // Read when the library is loaded; in a sandbox no thread can be started.
  ::setenv("OMP_THREAD_LIMIT", "1", 1);
  auto library = std::make_unique<Library>();
  library->handle.reset(::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE));
  if (!library->handle || !library->find_all()) {
    return fail(ErrorKind::kUnavailable, "the reader of words in pictures is not installed",
                "no_library");
  }
  library->api = library->create();
  if (library->api == nullptr || !library->take_data()) {
    return fail(ErrorKind::kUnavailable, "the data for reading words in pictures are not installed",
                "no_data");
  }
  (void)library->set(library->api, "debug_file", "/dev/null");
  return WordReader(std::move(library));
}

Result<std::vector<Said>> WordReader::read(const Grey& grey) const {
  if (grey.width < kWordSideMin || grey.height < kWordSideMin) return std::vector<Said>();
  const int step = step_for(grey);
  const Grey fitting = step == 1 ? Grey() : smaller(grey, step);
  const Grey& seen = step == 1 ? grey : fitting;
  // A page of lines is read well in the first way, scattered words of a poster only in the other.
  for (const auto mode : {PSM_AUTO, PSM_SPARSE_TEXT}) {
    TRY_ASSIGN(auto lines, library_->read(seen, mode, step));
    if (!lines.empty()) return lines;
  }
  return std::vector<Said>();
}

std::string without_gaps(std::string_view line) {
  std::string out;
  bool gap = false;
  for (const char c : line) {
    if (c == ' ' || c == '\n') {
      gap = !out.empty();
      continue;
    }
    if (gap && !(is_wide(last_lead(out)) && is_wide(c))) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

}  // namespace baobei::pictures
