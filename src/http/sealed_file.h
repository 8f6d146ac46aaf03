// Files of subjects taken in under the subject's key: documents of applications, pictures of forms,
// documents of replies (DESIGN decisions 7 and 13).
//
// Invariants: the subject's key is there, made where it has none, and the sealed bytes are durable
// before a row names them; where no row comes to name them (the key was destroyed meanwhile, the
// row was refused) they are taken away again. Threads: any; the answer comes later. Owner: none;
// the services outlive it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/applications.h"
#include "http/call.h"
#include "http/temp_file.h"

namespace baobei::http {

struct SealedUpload {
  std::unique_ptr<TempFile> file;
  lifecycle::SubjectId subject;
  Instant at;
  std::uint64_t bytes_max = 0;
  Language language = Language::kZh;
};

// What lies on the disk.
struct SealedFile {
  Digest digest;  // of the file's own bytes
  Digest stored;  // of the sealed ones
};

// On the writer's thread; an error takes the bytes away.
using RecordSealed = std::function<OrProblem<Response>(const SealedFile&)>;

Reply take_in_sealed(Services& services, SealedUpload upload, RecordSealed record);

// Takes bytes away that no row names any more; a fault of it is reported.
void drop_bytes(Services& services, const Digest& stored);

}  // namespace baobei::http
