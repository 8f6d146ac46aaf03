import {createApp} from 'vue'
import App from './App.vue'
import {begin, keepTime} from './core/session'
import {listenToKeys} from './core/keys'
import {keepLive} from './core/live'
import {i18n, language, speak} from './i18n'
import {router} from './router'
import './style/tokens.css'
import './style/base.css'
import './style/rows.css'
import './style/element.css'
import './style/print.css'

async function start(): Promise<void> {
  // Without the server the page still opens and says so.
  await Promise.all([speak(language.value), begin().catch(() => undefined)])
  createApp(App).use(i18n).use(router).mount('#app')
  listenToKeys()
  keepTime()
  keepLive()
}

void start()
