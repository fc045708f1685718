import { forSwaggerUi } from "./contract.js";
import { byId, make } from "./dom.js";

const NOT_INSTALLED = "Swagger UI is not installed here. Run green-api-mock --install, then reload this page.";
const FOLDER = "/_mock/page/";

let contract = null;
let isNear = false;
let loaded = null;

/** Show the contract, as soon as its section is near. Call again when the contract changed. */
export function showTryout(newContract, settings) {
  if (!settings.swaggerUi) {
    byId("try-note").textContent = NOT_INSTALLED;
    return;
  }
  const isFirst = contract === null;
  contract = newContract;
  if (isNear) draw();
  if (isFirst) whenNear(draw);
}

function whenNear(action) {
  // Most of the page's weight is here, and many who open it never scroll so far.
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      isNear = true;
      action();
    },
    { rootMargin: "400px" },
  );
  observer.observe(byId("try"));
}

async function draw() {
  loaded ??= load();
  await loaded;
  const place = make("div");
  byId("swagger-ui").replaceChildren(place);
  window.SwaggerUIBundle({
    spec: forSwaggerUi(contract, location.origin),
    domNode: place,
    validatorUrl: null,
    tryItOutEnabled: true,
    docExpansion: "full",
    defaultModelsExpandDepth: -1,
    syntaxHighlight: false,
    plugins: [onlyOperations],
    layout: "OnlyOperations",
  });
}

/** A layout without Swagger UI's own heading and servers, which this page has, and its <main>. */
function onlyOperations({ React }) {
  const part = (component) => React.createElement(component);
  const OnlyOperations = ({ getComponent }) =>
    React.createElement(
      "div",
      { className: "swagger-ui" },
      part(getComponent("SvgAssets")),
      part(getComponent("errors", true)),
      part(getComponent("operations", true)),
    );
  return { components: { OnlyOperations } };
}

function load() {
  for (const name of ["swagger-ui.css", "swagger.css"]) {
    document.head.append(make("link", { rel: "stylesheet", href: FOLDER + name }));
  }
  followColourScheme();
  return new Promise((resolve, reject) => {
    const script = make("script", { src: `${FOLDER}swagger-ui-bundle.js` });
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

/** Swagger UI has its own dark mode, chosen by a class. */
function followColourScheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", apply);
  apply();
}
