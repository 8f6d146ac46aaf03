#include "http/desk.h"

namespace baobei::http {
namespace {

// Frames: the preview, and PDFs that a page's own code has fetched, for the browser's viewer.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types vue";

// Of the preview's frame: an origin of nobody, no network, one script of the desks' own that builds
// elements from a description; markup is never parsed in it.
constexpr const char* kFramePolicy =
    "sandbox allow-scripts; default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

}  // namespace

Response desk_response(const web_files::WebFile& file, const Head& head) {
  const auto coded = web_files::best_coding(file, head.header("Accept-Encoding"));
  std::string etag = "\"" + file.etag;
  if (!coded.coding.empty()) etag += "-" + std::string(coded.coding);
  etag += "\"";

  Response response;
  response.headers.push_back({"ETag", etag});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  response.headers.push_back(
      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"});
  if (file.page) {
    response.headers.push_back({"Content-Security-Policy", file.framed ? kFramePolicy : kPolicy});
    response.headers.push_back({"Referrer-Policy", "same-origin"});
    response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  }
  if (head.header("If-None-Match") == etag) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  if (!coded.coding.empty()) {
    response.headers.push_back({"Content-Encoding", std::string(coded.coding)});
  }
  response.body = coded.bytes;
  return response;
}

}  // namespace baobei::http
