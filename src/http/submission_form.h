// What a submission's form brings beside its body: the pictures it names, looked up, and the test
// account, sealed under the subject's key before the command goes on (DESIGN decision 7).
//
// Invariants: a test account is in clear in the request and in the answer to a reviewer alone. The
// event holds a salted commitment to the sealed words; they lie with the other words, written in
// the command's own transaction. Heavy to compile: include it from .cc files only. Threads: any; a
// new key is made on the writer's.
#pragma once

#include "http/command_bodies.h"
#include "http/command_reply.h"

namespace baobei::http {

// The account as a reviewer reads it, as JSON. kNotFound once it was erased, or the key of the
// subject that it was sealed under was destroyed.
Result<std::string> opened_account(Services& services, const lifecycle::AppId& app,
                                   const Digest& commitment);
Status check_test_account(const TestAccountBody& account);

// Uploaded for this mini-program, not erased, each once; kInvalid with the place of the first that
// is not.
Result<std::vector<lifecycle::FormPicture>> form_pictures(Services& services,
                                                          const lifecycle::AppId& app,
                                                          const std::vector<std::string>& ids);

// `outgoing` is a Submit of somebody who develops the mini-program: seals the account into it, then
// sends it.
Reply send_with_test_account(Call& call, Services& services, Outgoing outgoing,
                             const lifecycle::SubjectId& subject, const TestAccountBody& account);

}  // namespace baobei::http
