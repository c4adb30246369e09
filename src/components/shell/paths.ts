export const scheduledPath = "/studio/scheduled";
export const composePath = "/studio/compose";
