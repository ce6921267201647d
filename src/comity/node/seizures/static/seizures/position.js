// One tap takes the position of the phone; what it could not do is said in words that stand in the page.
const PATIENCE = 20_000;
const FAULTS = { 1: "denied", 2: "unknown", 3: "late" };

export function taken() {
  return new Promise((done) => {
    if (!("geolocation" in navigator)) return done({ fault: "unknown" });
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({
        latitude: coords.latitude.toFixed(6),
        longitude: coords.longitude.toFixed(6),
        accuracy: String(Math.max(1, Math.round(coords.accuracy))),
      }),
      (error) => done({ fault: FAULTS[error.code] ?? "unknown" }),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60_000 },
    );
  });
}
