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
    {kGet, "/v1/apps/{app}/uploads", kRead, kPerson, list_uploads},
    {kPost, "/v1/apps/{app}/uploads", kWrite, kPerson, begin_upload},
    {kGet, "/v1/apps/{app}/uploads/{upload}", kRead, kPerson, get_upload},
    {kPatch, "/v1/apps/{app}/uploads/{upload}", kPiece, kPerson, send_piece},
    {kDelete, "/v1/apps/{app}/uploads/{upload}", kWrite, kPerson, give_up_upload},
    {kPost, "/v1/apps/{app}/uploads/{upload}/complete", kWrite, kPerson, complete_upload},
    {kGet, "/v1/apps/{app}/packages/{digest}/files", kRead, kPerson, list_version_files},
    {kGet, "/v1/apps/{app}/packages/{digest}/files/{path}", kRead, kPerson, get_version_file},
    {kGet, "/v1/apps/{app}/packages/{digest}/diff", kRead, kPerson, get_diff},
    {kPost, "/v1/apps/{app}/packages/{digest}/check", kWrite, kPerson, check_version},

    {kGet, "/v1/submissions", kRead, kPerson, list_submissions},
    {kPost, "/v1/apps/{app}/submissions", kCommand, kPerson, submit},
    {kGet, "/v1/apps/{app}/submissions/{no}", kRead, kPerson, get_submission},
    {kGet, "/v1/apps/{app}/submissions/{no}/report", kRead, kPerson, get_report},
    {kGet, "/v1/apps/{app}/submissions/{no}/findings", kRead, kPerson, list_findings},
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
    {kGet, "/v1/apps/{app}/filings/{entry}/receipt", kRead, kPerson, get_filing_receipt},
    {kGet, "/v1/apps/{app}/filings/{entry}/certificate", kRead, kPerson, get_silence_certificate},
    {kGet, "/v1/keys", kRead, kPublic, list_keys},
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
    {kGet, "/d/{app}/packages/{digest}", kRead, kPublic, get_package},
    {kPost, "/d/{app}/ack", kWrite, kHost, acknowledge},
    {kGet, "/v1/apps/{app}/darkness", kRead, kPerson, get_darkness},
    {kGet, "/v1/hosts", kRead, kPerson, list_hosts},
    {kPost, "/v1/hosts", kWrite, kPerson, add_host},
    {kDelete, "/v1/hosts/{host}", kWrite, kPerson, revoke_host},

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

    {kGet, "/v1/inbox", kRead, kPerson, list_inbox},
    {kPost, "/v1/inbox/{id}/read", kWrite, kPerson, mark_notice_read},
    {kPost, "/v1/inbox/read-all", kWrite, kPerson, read_all_notices},
    {kGet, "/v1/inbox/unread", kRead, kPerson, count_unread},

    {kGet, "/v1/feed", kRead, kPerson, get_feed},
    {kGet, "/v1/stream", kRead, kPerson, get_stream},

    {kGet, "/v1/log/checkpoint", kRead, kPublic, get_checkpoint},
    {kGet, "/v1/log/consistency", kRead, kPublic, get_consistency_proof},
    {kGet, "/v1/log/inclusion", kRead, kPerson, get_inclusion_proof},
    {kGet, "/v1/log/entries", kRead, kPerson, list_log_entries},

    {kGet, "/v1/webhooks", kRead, kPerson, list_webhooks},
    {kPost, "/v1/webhooks", kWrite, kPerson, add_webhook},
    {kGet, "/v1/webhooks/{webhook}", kRead, kPerson, get_webhook},
    {kDelete, "/v1/webhooks/{webhook}", kWrite, kPerson, remove_webhook},
    {kGet, "/v1/webhooks/{webhook}/attempts", kRead, kPerson, list_webhook_attempts},
    {kPost, "/v1/webhooks/{webhook}/pause", kWrite, kPerson, pause_webhook},
    {kPost, "/v1/webhooks/{webhook}/resume", kWrite, kPerson, resume_webhook},
    {kPost, "/v1/webhooks/{webhook}/rotate", kWrite, kPerson, rotate_webhook},
    {kPost, "/v1/webhooks/{webhook}/test", kWrite, kPerson, test_webhook},
    {kPost, "/v1/webhooks/{webhook}/resend", kWrite, kPerson, resend_event},

    {kGet, "/v1/calendars", kRead, kPerson, list_calendars},
    {kPost, "/v1/calendars", kWrite, kPerson, add_calendar},
    {kDelete, "/v1/calendars/{calendar}", kWrite, kPerson, remove_calendar},
    {kGet, "/calendar/{secret}", kRead, kPublic, get_calendar},

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
