-- How punctual each airline is, by airport and month.
SELECT d.carrier,
       any_value(a.name) AS airline,
       d.origin,
       d.month,
       count(*) AS flights,
       count(*) FILTER (WHERE d.dep_time IS NULL) AS cancelled,
       count(*) FILTER (WHERE d.dep_delay > 15) AS late,
       round(avg(d.dep_delay), 2) AS average_delay
FROM flight_operations.departures d
LEFT JOIN carriers.airlines a ON a.carrier = d.carrier
GROUP BY d.carrier, d.origin, d.month
