// A take-down order in words: its ground, and who gave it.
import {useI18n} from 'vue-i18n'
import type {Order} from '@/api/types'
import {officeName, reasonTitle} from './names'

export function useOrderWords() {
  const {t} = useI18n()
  // An order that followed a failed filing names the answer.
  const ground = (order: Order | undefined): string => {
    if (order === undefined) return ''
    if (order.reason === 'order_filing_failed' && (order.answer ?? 0) > 0) return t('orders.filingFailed', {n: order.answer ?? 0})
    return reasonTitle.value(order.reason ?? '')
  }
  const by = (order: Order | undefined): string => (order === undefined ? '' : order.region ? officeName.value(order.region) : t('terms.holder.platform'))
  return {ground, by}
}
