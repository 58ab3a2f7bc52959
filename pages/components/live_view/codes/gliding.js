// Numbers that glide to where they should be, the faster the further they are: whatever comes on the
// way is followed without a jerk, at any frame rate.

const NEAR = 1e-3; // of the distance that counts

// Moves `now` towards `goal`, arrays of one length, and tells whether it is there. `elapsed` and `pace`
// in milliseconds: in one pace it goes two thirds of the way. `size`: what is as good as no distance is
// a thousandth of it.
export function glide(now, goal, { elapsed, pace, size }) {
  const share = 1 - Math.exp(-elapsed / pace);
  let furthest = 0;
  for (let i = 0; i < now.length; i++) {
    now[i] += share * (goal[i] - now[i]);
    furthest = Math.max(furthest, Math.abs(goal[i] - now[i]));
  }
  if (furthest > NEAR * size) return false;
  now.set(goal);
  return true;
}
