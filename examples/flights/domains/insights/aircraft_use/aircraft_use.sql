-- Which aircraft fly which routes. A view: it has no data of its own.
SELECT d.tailnum, d.origin, d.dest, d.distance, p.seats
FROM flight_operations.departures d
LEFT JOIN fleet.aircraft p ON p.tailnum = d.tailnum
