-- What wind and rain do to departures, by airport.
SELECT d.origin,
       CASE WHEN w.wind_speed IS NULL THEN 'unknown'
            WHEN w.wind_speed >= 25 THEN 'stormy'
            WHEN w.wind_speed >= 10 THEN 'breezy'
            ELSE 'calm' END AS wind,
       coalesce(w.precip > 0, false) AS rain,
       count(*) AS flights,
       round(avg(d.dep_delay), 2) AS average_delay
FROM flight_operations.departures d
LEFT JOIN weather.observations w ON w.origin = d.origin AND w.time_hour = d.time_hour
GROUP BY ALL
