// Documents of subjects as they lie on the disk: sealed under the subject's key, which is sealed
// under the machine's (DESIGN decisions 7 and 13).
//
// Invariants: the blob store is given no byte of a document in clear. Whoever has the database, its
// back-ups and the blobs, and not keys/seal, reads nothing; nor does anybody once the subject's key
// is destroyed. What a document was is known by the digest of its own bytes; what comes out is held
// to it. Documents of before lie in clear, and are read so. Threads: any. Owner: server; the ports
// outlive it.
#pragma once

#include <string>

#include "engine/applications.h"
#include "engine/subject_keys.h"
#include "sign_in/seal.h"

namespace baobei::http {

class DocumentVault {
 public:
  DocumentVault(const sign_in::Seal& seal, engine::SubjectKeys& keys, engine::Blobs& blobs)
      : seal_(seal), keys_(keys), blobs_(blobs) {}

  // A sealed key for a subject that has none yet.
  std::string new_key(const lifecycle::SubjectId& subject) const;
  engine::SubjectKeys& keys() const { return keys_; }
  const sign_in::Seal& seal() const { return seal_; }
  // What `sealed` is, as bytes. kCorrupt where it does not open.
  Result<std::string> opened_key(const lifecycle::SubjectId& subject,
                                 const std::string& sealed) const;

  // Blocks: durable when it returns. Fills in digest and stored of the row.
  Status put(const std::string& bytes, const std::string& sealed_key,
             engine::DocumentRow& row) const;
  // Blocks. kCorrupt where it does not open, or is not what it was.
  Result<std::string> get(const engine::DocumentRow& row) const;

  // Words under the same key, as hexadecimal digits. `purpose`: what for and whose. kNotFound where
  // the subject's key was destroyed.
  Result<std::string> seal_words(const lifecycle::SubjectId& subject, const std::string& sealed_key,
                                 const std::string& words, const std::string& purpose) const;
  Result<std::string> open_words(const lifecycle::SubjectId& subject, const std::string& sealed,
                                 const std::string& purpose) const;

 private:
  const sign_in::Seal& seal_;
  engine::SubjectKeys& keys_;
  engine::Blobs& blobs_;
};

}  // namespace baobei::http
