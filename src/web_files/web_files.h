// The desks as a set of files to be answered: which path is which file, as what, in which coding.
//
// Invariants: a name under assets/ carries the hash of its bytes, so it never changes and may be
// kept for ever; everything else is asked for again. An address of a desk that is no file is
// answered with the page, which routes it; any other path is nothing. "x.br" and "x.gz" are codings
// of "x", never files of their own.
// Threads: immutable after construction. Owner: the server; the bytes belong to the program.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "web_files/embedded.h"

namespace baobei::web_files {

struct WebFile {
  std::string_view content_type;
  std::string etag;         // of the identity, without quotes
  bool immutable = false;   // hashed name
  bool page = false;        // HTML: needs the policy of the desks
  bool framed = false;      // the page in which versions are previewed
  std::string_view plain;   // as built
  std::string_view brotli;  // empty: not made
  std::string_view gzip;    // empty: not made
};

struct Coded {
  std::string_view coding;  // of Content-Encoding; empty: as it is
  std::string_view bytes;
};

class WebFiles {
 public:
  explicit WebFiles(std::span<const EmbeddedFile> files);

  // `path` as it was sent. nullptr: no file and no address of a desk.
  const WebFile* find(std::string_view path) const;

 private:
  std::map<std::string, WebFile, std::less<>> files_;  // by path: "/theme.js"
};

// The smallest form that the client takes, by its Accept-Encoding.
Coded best_coding(const WebFile& file, std::string_view accept_encoding);

}  // namespace baobei::web_files
