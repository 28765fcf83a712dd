"""Articles read: who is credited with them, what days and whom they name, which passages they share."""
