// Every address of the desks. What a page shows, filters and selects stands in it, so that a link
// brings somebody else to the same sight.
import {createRouter, createWebHistory, type RouteRecordRaw} from 'vue-router'
import type {Desk} from './core/states'
import {desks, readServer, session} from './core/session'
import {tell} from './core/toasts'
import {allWords, i18n} from './i18n'

declare module 'vue-router' {
  interface RouteMeta {
    desk?: Desk
    title?: string // of i18n: title.<title>
    first?: boolean // the first list of a desk: fetched with the least
    open?: boolean // needs no sign-in
  }
}

const desk = (name: Desk, children: RouteRecordRaw[]): RouteRecordRaw => ({
  path: `/${name}`,
  meta: {desk: name},
  children,
})

export const routes: RouteRecordRaw[] = [
  {path: '/', component: () => import('./pages/DeskChoice.vue'), meta: {title: 'desks'}},
  {path: '/sign-in', component: () => import('./pages/SignIn.vue'), meta: {open: true, title: 'signIn'}},
  {path: '/settings', component: () => import('./pages/SettingsPage.vue'), meta: {title: 'settings'}},
  {path: '/invitation', component: () => import('./pages/InvitationPage.vue'), meta: {open: true, title: 'invitation'}},
  {path: '/inbox', component: () => import('./pages/InboxPage.vue'), meta: {title: 'inbox'}},
  {path: '/jobs', component: () => import('./pages/JobsPage.vue'), meta: {title: 'jobs'}},
  {path: '/jobs/:job', component: () => import('./pages/JobPage.vue'), meta: {title: 'jobs'}},
  {path: '/c/:app/:no(\\d+)?', component: () => import('./pages/CaseLink.vue')},
  desk('dev', [
    {path: '', component: () => import('./desks/dev/DevHome.vue'), meta: {title: 'devHome', first: true}},
    {path: 'apps', component: () => import('./desks/dev/DevApps.vue'), meta: {title: 'apps'}},
    {path: 'apps/:app', component: () => import('./desks/dev/DevApp.vue'), meta: {title: 'app'}},
    {path: 'apps/:app/check', component: () => import('./desks/dev/DevSubmit.vue'), meta: {title: 'submit'}},
    {path: 'cases/:app/:no(\\d+)', component: () => import('./desks/dev/DevCase.vue'), meta: {title: 'case'}},
    {path: 'categories', component: () => import('./desks/dev/DevCategories.vue'), meta: {title: 'categories'}},
    {path: 'categories/:id', component: () => import('./desks/dev/DevCategory.vue'), meta: {title: 'category'}},
    {path: 'people', component: () => import('./desks/dev/DevPeople.vue'), meta: {title: 'people'}},
    {path: 'people/:person', component: () => import('./pages/PersonPage.vue'), meta: {title: 'people'}},
    {path: 'webhooks', component: () => import('./desks/dev/DevWebhooks.vue'), meta: {title: 'webhooks'}},
    {path: 'webhooks/:webhook', component: () => import('./desks/dev/DevWebhook.vue'), meta: {title: 'webhooks'}},
    {path: 'applications', component: () => import('./desks/dev/DevApplications.vue'), meta: {title: 'applications'}},
    {path: 'applications/:no(\\d+)', component: () => import('./desks/dev/DevApplication.vue'), meta: {title: 'application'}},
  ]),
  desk('review', [
    {path: '', component: () => import('./desks/review/ReviewQueue.vue'), meta: {title: 'reviewQueue', first: true}},
    {path: 'appeals', component: () => import('./desks/review/ReviewAppeals.vue'), meta: {title: 'appeals'}},
    {path: 'mine', component: () => import('./desks/review/ReviewMine.vue'), meta: {title: 'mine'}},
    {path: 'cases/:app/:no(\\d+)', component: () => import('./desks/review/ReviewCase.vue'), meta: {title: 'case'}},
  ]),
  desk('office', [
    {path: '', component: () => import('./desks/office/OfficeHome.vue'), meta: {title: 'filings', first: true}},
    {path: 'filings/:app/:entry(\\d+)', component: () => import('./desks/office/OfficeDossier.vue'), meta: {title: 'dossier'}},
    {path: 'orders', component: () => import('./desks/office/OfficeOrders.vue'), meta: {title: 'orders'}},
    {path: 'second', component: () => import('./desks/office/OfficeSecond.vue'), meta: {title: 'second'}},
    {path: 'register', component: () => import('./desks/office/OfficeRegister.vue'), meta: {title: 'register'}},
    {path: 'offline', component: () => import('./desks/office/OfficeOffline.vue'), meta: {title: 'offline'}},
    {path: 'figures', component: () => import('./desks/office/OfficeFigures.vue'), meta: {title: 'figures'}},
  ]),
  desk('ops', [
    {path: '', component: () => import('./desks/ops/OpsHome.vue'), meta: {title: 'opsHome', first: true}},
    {path: 'figures', component: () => import('./desks/ops/OpsStatistics.vue'), meta: {title: 'figures'}},
    {path: 'rights', component: () => import('./desks/ops/OpsRights.vue'), meta: {title: 'rights'}},
    {path: 'applications', component: () => import('./desks/ops/OpsApplications.vue'), meta: {title: 'applications'}},
    {path: 'applications/:no(\\d+)', component: () => import('./desks/ops/OpsApplication.vue'), meta: {title: 'application'}},
    {path: 'catalogue', component: () => import('./desks/ops/OpsCatalogue.vue'), meta: {title: 'catalogue'}},
    {path: 'catalogue/versions', component: () => import('./desks/ops/OpsVersions.vue'), meta: {title: 'versions'}},
    {path: 'catalogue/versions/:version', component: () => import('./desks/ops/OpsVersion.vue'), meta: {title: 'versions'}},
    {path: 'policy', component: () => import('./desks/ops/OpsPolicy.vue'), meta: {title: 'policy'}},
    {path: 'policy/versions/:version', component: () => import('./desks/ops/OpsVersion.vue'), meta: {title: 'policy'}},
    {path: 'rules', component: () => import('./desks/ops/OpsRules.vue'), meta: {title: 'rules'}},
    {path: 'rules/versions/:version', component: () => import('./desks/ops/OpsVersion.vue'), meta: {title: 'rules'}},
    {path: 'catalogue/:id', component: () => import('./desks/ops/OpsCategory.vue'), meta: {title: 'category'}},
    {path: 'handover', component: () => import('./desks/ops/OpsHandover.vue'), meta: {title: 'handover'}},
    {path: 'apps', component: () => import('./desks/ops/OpsApps.vue'), meta: {title: 'apps'}},
    {path: 'apps/:app', component: () => import('./desks/ops/OpsApp.vue'), meta: {title: 'audit'}},
    {path: 'orgs', component: () => import('./desks/ops/OpsOrgs.vue'), meta: {title: 'orgs'}},
    {path: 'orgs/:org', component: () => import('./desks/ops/OpsOrg.vue'), meta: {title: 'people'}},
    {path: 'people/:person', component: () => import('./pages/PersonPage.vue'), meta: {title: 'people'}},
    {path: 'subjects', component: () => import('./desks/ops/OpsSubjects.vue'), meta: {title: 'subjects'}},
    {path: 'proposals', component: () => import('./desks/ops/OpsProposals.vue'), meta: {title: 'proposals'}},
    {path: 'audit', component: () => import('./desks/ops/OpsAudit.vue'), meta: {title: 'log'}},
    {path: 'readings', component: () => import('./desks/ops/OpsReadings.vue'), meta: {title: 'readings'}},
    {path: 'changes', component: () => import('./desks/ops/OpsChanges.vue'), meta: {title: 'changes'}},
    {path: 'health', component: () => import('./desks/ops/OpsHealth.vue'), meta: {title: 'health'}},
  ]),
  {path: '/:rest(.*)*', component: () => import('./pages/NotFound.vue'), meta: {open: true, title: 'notFound'}},
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => (to.path === from.path ? false : (saved ?? {top: 0})),
})

router.beforeEach((to) => {
  if (session.me === null) {
    return to.meta.open === true ? true : {path: '/sign-in', query: {to: to.fullPath}}
  }
  if (to.path === '/' && desks.value.length === 1) return `/${desks.value[0]}`
  return true
})

// Before any page but a first list every word is here; behind a first list they are fetched at leisure.
const kLeisure = 1500
router.beforeResolve(async (to) => {
  if (to.meta.first !== true) await allWords()
})
router.afterEach((to) => {
  if (to.meta.first === true) setTimeout(() => allWords().catch(() => undefined), kLeisure)
})

// A page's file could not be fetched. If the server answers, it was built anew and its files have other
// names: the page is opened from the start, once. Else the reader stays where they are.
const kReopenedKey = 'baobei.reopened'
const kReopenAfter = 30_000

function mayReopen(): boolean {
  try {
    const before = Number(sessionStorage.getItem(kReopenedKey) ?? 0)
    sessionStorage.setItem(kReopenedKey, String(Date.now()))
    return Date.now() - before > kReopenAfter
  } catch {
    return false // without a memory it could go on for ever
  }
}

router.onError((_, to) => {
  readServer().then(
    () => (mayReopen() ? location.assign(to.fullPath) : tell(() => i18n.global.t('error.page'))),
    () => tell(() => i18n.global.t('error.connection')),
  )
})
