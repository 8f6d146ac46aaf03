// What was dropped waits for its version number and for the button.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {leavePages, show} from '@/core/test_page'
import PackageDrop from './PackageDrop.vue'

const inFolder = (path: string, text: string): File => {
  const one = new File([text], path.split('/').at(-1) ?? path)
  Object.defineProperty(one, 'webkitRelativePath', {value: path})
  return one
}
async function choose(labels: string[], files: File[], uploads: object[] = []) {
  const shown = await show(PackageDrop, {language: 'en', address: '/x', props: {app: 'wx1', labels}, answers: {'GET /v1/apps/wx1/uploads': {items: uploads}}})
  const input = shown.page.find('input[webkitdirectory]')
  Object.defineProperty(input.element, 'files', {value: files, configurable: true})
  await input.trigger('change')
  await vi.waitFor(() => expect(shown.page.text()).toContain('nothing is uploaded yet'))
  await flushPromises()
  const label = (): string => (shown.page.find('#label').element as HTMLInputElement).value
  return {...shown, label}
}
const kFolder = [inFolder('shop/app.json', '{"pages":[]}'), inFolder('shop/package.json', '{"version":"2.4.0"}')]
afterEach(leavePages)

describe('what was dropped', () => {
  it('says what it is, and is not sent', async () => {
    const {text, label, of, button} = await choose(['2.3.0'], kFolder)
    expect(text()).toMatch(/shop · 2 files · .* packed · waits, nothing is uploaded yet/)
    expect(label()).toBe('2.4.0')
    expect(text()).toContain('Suggested by package.json')
    expect(of('POST', '/v1/apps/wx1/uploads')).toEqual([])
    await button('Upload as 2.4.0').trigger('click')
    await vi.waitFor(() => expect(of('POST', '/v1/apps/wx1/uploads')).toHaveLength(1))
    expect(of('POST', '/v1/apps/wx1/uploads')[0]?.body).toMatchObject({label: '2.4.0'})
  })
  it('is not sent without a version number', async () => {
    const {page, button, label, of} = await choose([], [inFolder('shop/app.json', '{}')])
    expect(label()).toBe('')
    expect(button('Upload').attributes('disabled')).toBeDefined()
    expect(page.text()).toContain('Type the version number first.')
    await page.find('#label').trigger('keydown', {key: 'Enter'})
    await flushPromises()
    expect(of('POST', '/v1/apps/wx1/uploads')).toEqual([])
    await page.find('#label').setValue('1.0.0')
    expect(button('Upload as 1.0.0').attributes('disabled')).toBeUndefined()
  })
  it('can be taken away', async () => {
    const {page, button, of} = await choose(['1.0.9'], [inFolder('shop/app.json', '{}')])
    expect(page.text()).toContain('Suggested as the one after 1.0.9')
    await button('Take away').trigger('click')
    expect(page.text()).toContain('shop was taken away. Nothing was uploaded.')
    expect(page.find('input[webkitdirectory]').exists()).toBe(true)
    expect(of('POST', '/v1/apps/wx1/uploads')).toEqual([])
  })
})
