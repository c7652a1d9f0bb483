// An expression that runs in the page: the texts whose contrast with their ground is below 4.5 to 1 (WCAG 2.1, 1.4.3), each
// with its colour.

(() => {
  const least = 4.5;
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (channels(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const holdsText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  return [...document.querySelectorAll('body *')]
    .filter((element) => holdsText(element) && element.checkVisibility() && !element.closest('script, svg'))
    .flatMap((element) => {
      const { color, opacity } = getComputedStyle(element);
      const [one, other] = [luminance(color), luminance(groundOf(element))].sort((a, b) => b - a);
      const ratio = (one + 0.05) / (other + 0.05);
      const shown = 1 + (ratio - 1) * Number(opacity);
      return shown < least
        ? [`${element.textContent.trim().slice(0, 40)}: ${color}, ${shown.toFixed(2)}`]
        : [];
    });
})();
