"""School time: day types, bells, calendars, rotation, recurrence, free time and phrases; pure."""
