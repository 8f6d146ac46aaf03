Page({ data: { logs: [] } })
