#include "http/handlers.h"

namespace baobei::http {
namespace {

using enum Method;
using enum RouteKind;
using enum Access;

constexpr Route kRoutes[] = {
    {kGet, "/healthz", kRead, kPublic, get_health},
    {kGet, "/readyz", kRead, kPublic, get_readiness},
    {kGet, "/v1/server", kRead, kPublic, get_server},
    {kGet, "/v1/me", kRead, kPerson, get_me},
    {kGet, "/v1/sandbox/clock", kRead, kSandbox, get_sandbox_clock},
    {kPost, "/v1/sandbox/clock", kWrite, kSandbox, move_sandbox_clock},

    {kGet, "/v1/apps", kRead, kPerson, list_apps},
    {kPost, "/v1/apps", kCommand, kPerson, register_app},
    {kGet, "/v1/apps/{app}", kRead, kPerson, get_case},
    {kGet, "/v1/apps/{app}/events", kRead, kPerson, list_events},
    {kPost, "/v1/apps/{app}/agencies", kCommand, kPerson, authorise_agency},
    {kDelete, "/v1/apps/{app}/agencies/{org}", kCommand, kPerson, end_authorisation},
    {kPost, "/v1/apps/{app}/subject", kCommand, kPerson, change_subject},

    {kGet, "/v1/apps/{app}/packages", kRead, kPerson, list_packages},
    {kPost, "/v1/apps/{app}/packages", kUpload, kPerson, upload_package},

    {kGet, "/v1/submissions", kRead, kPerson, list_submissions},
    {kPost, "/v1/apps/{app}/submissions", kCommand, kPerson, submit},
    {kGet, "/v1/apps/{app}/submissions/{no}", kRead, kPerson, get_submission},
    {kGet, "/v1/apps/{app}/submissions/{no}/report", kRead, kPerson, get_report},
    {kPost, "/v1/apps/{app}/submissions/{no}/question", kCommand, kPerson, ask_developer},
    {kPost, "/v1/apps/{app}/submissions/{no}/answer", kCommand, kPerson, answer_question},
    {kPost, "/v1/apps/{app}/submissions/{no}/pass", kCommand, kPerson, pass_review},
    {kPost, "/v1/apps/{app}/submissions/{no}/refuse", kCommand, kPerson, refuse_review},
    {kPost, "/v1/apps/{app}/submissions/{no}/withdraw", kCommand, kPerson, withdraw},
    {kPost, "/v1/apps/{app}/submissions/{no}/appeal", kCommand, kPerson, appeal},
    {kPost, "/v1/apps/{app}/submissions/{no}/decide-appeal", kCommand, kPerson, decide_appeal},
    {kPost, "/v1/apps/{app}/submissions/{no}/revoke-pass", kCommand, kPerson, revoke_pass},
    {kPost, "/v1/apps/{app}/submissions/{no}/stop", kCommand, kPerson, stop_case},
    {kPost, "/v1/apps/{app}/submissions/{no}/release-choice", kCommand, kPerson, choose_release},

    {kGet, "/v1/filings", kRead, kPerson, list_filings},
    {kPost, "/v1/apps/{app}/filings/{entry}/hand-over", kCommand, kPerson, record_hand_over},
    {kPost, "/v1/apps/{app}/filings/{entry}/answer", kCommand, kPerson, answer_filing},
    {kPost, "/v1/apps/{app}/answers/{no}/sign", kCommand, kPerson, sign_answer},
    {kPost, "/v1/apps/{app}/answers/{no}/amend", kCommand, kPerson, amend_answer},
    {kPost, "/v1/apps/{app}/answers/{no}/revoke", kCommand, kPerson, revoke_answer},
    {kPost, "/v1/apps/{app}/orders", kCommand, kPerson, order_take_down},
    {kPost, "/v1/apps/{app}/orders/{no}/sign", kCommand, kPerson, sign_order},
    {kPost, "/v1/apps/{app}/orders/{no}/revoke", kCommand, kPerson, revoke_order},
    {kPost, "/v1/apps/{app}/orders/{no}/comply", kCommand, kPerson, comply_with_order},

    {kPost, "/v1/apps/{app}/release", kCommand, kPerson, release},
    {kPost, "/v1/apps/{app}/share", kCommand, kPerson, set_share},
    {kPost, "/v1/apps/{app}/roll-back", kCommand, kPerson, roll_back},
    {kPost, "/v1/apps/{app}/suspend", kCommand, kPerson, suspend},
    {kPost, "/v1/apps/{app}/resume", kCommand, kPerson, resume},
    {kGet, "/d/{app}/manifest", kRead, kPublic, get_manifest},

    {kGet, "/v1/subjects/{subject}/categories", kRead, kPerson, list_subject_categories},
    {kPost, "/v1/subjects/{subject}/documents", kDocument, kPerson, upload_document},
    {kPost, "/v1/subjects/{subject}/applications", kDesk, kPerson, apply_for_category},
    {kGet, "/v1/subjects/{subject}/grants", kRead, kPerson, list_grants},
    {kPost, "/v1/subjects/{subject}/grants/{category}/renew", kDesk, kPerson, renew_grant},
    {kPost, "/v1/subjects/{subject}/grants/{category}/revoke", kDesk, kPerson, revoke_grant},
    {kGet, "/v1/applications", kRead, kPerson, list_applications},
    {kGet, "/v1/applications/{application}", kRead, kPerson, get_application},
    {kPost, "/v1/applications/{application}/withdraw", kDesk, kPerson, withdraw_application},
    {kPost, "/v1/applications/{application}/accept", kDesk, kPerson, accept_application},
    {kPost, "/v1/applications/{application}/refuse", kDesk, kPerson, refuse_application},
    {kGet, "/v1/applications/{application}/accesses", kRead, kPerson, list_document_accesses},
    {kGet, "/v1/applications/{application}/documents/{document}", kRead, kPerson,
     download_document},
    {kPost, "/v1/applications/{application}/documents/{document}/erase", kDesk, kPerson,
     erase_document},

    {kGet, "/v1/orgs", kRead, kPerson, list_orgs},
    {kPut, "/v1/orgs/{org}", kDesk, kPerson, put_org},
    {kGet, "/v1/orgs/{org}/people", kRead, kPerson, list_people},
    {kPost, "/v1/orgs/{org}/people", kDesk, kPerson, invite_person},
    {kGet, "/v1/people/{person}", kRead, kPerson, get_person},
    {kPut, "/v1/people/{person}", kDesk, kPerson, put_person},
    {kGet, "/v1/people/{person}/tokens", kRead, kPerson, list_tokens},
    {kPost, "/v1/people/{person}/tokens", kDesk, kPerson, issue_token},
    {kPost, "/v1/people/{person}/tokens/{token}/revoke", kDesk, kPerson, revoke_token},
    {kGet, "/v1/subjects", kRead, kPerson, list_subjects},
    {kPut, "/v1/subjects/{subject}", kDesk, kPerson, put_subject},
    {kGet, "/v1/proposals", kRead, kPerson, list_proposals},
    {kPost, "/v1/proposals/{proposal}/confirm", kDesk, kPerson, confirm_proposal},
    {kPost, "/v1/proposals/{proposal}/reject", kDesk, kPerson, reject_proposal},

    {kGet, "/v1/inbox", kRead, kPerson, list_inbox},
    {kPost, "/v1/inbox/{id}/read", kWrite, kPerson, mark_notice_read},

    {kGet, "/v1/categories", kRead, kPublic, list_categories},
    {kGet, "/v1/categories/{id}", kRead, kPublic, get_category},
    {kGet, "/v1/regions", kRead, kPublic, list_regions},
    {kGet, "/v1/reasons", kRead, kPublic, list_reasons},
};

}  // namespace

std::span<const Route> all_routes() {
  return kRoutes;
}

}  // namespace baobei::http
