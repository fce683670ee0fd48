SELECT
  CAST(ordered_at AT TIME ZONE 'UTC' AS DATE) AS day,
  article,
  count(*) AS orders,
  CAST(sum(quantity * unit_price) AS DOUBLE) AS revenue
FROM shop.orders
GROUP BY ALL
