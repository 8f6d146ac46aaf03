// What stands beside the case files, by the contract: webhooks, the log's proofs, who is
// responsible at a subject.
#pragma once

#include "contract.h"

namespace baobei::api {

void tell_of_webhooks(Contract& contract);
void tell_of_proofs(Contract& contract);
// With kA registered.
void tell_of_contacts(Contract& contract);

}  // namespace baobei::api
